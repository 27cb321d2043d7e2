-- The words that the program uses today, for columns and in stored events.
ALTER TABLE tasks RENAME COLUMN losses TO crash_count;
ALTER TABLE tasks RENAME COLUMN gone_lines TO trimmed_lines;
ALTER TABLE events RENAME COLUMN story TO milestone;
UPDATE events SET data = json_set(data, '$.kind', 'step_reused')
  WHERE milestone = 1 AND data LIKE '%"step_kept"%' AND json_extract(data, '$.kind') = 'step_kept';
UPDATE events SET data = json_set(data, '$.reason', 'heartbeat_timeout')
  WHERE milestone = 1 AND data LIKE '%"script_silent"%' AND json_extract(data, '$.reason') = 'script_silent';
UPDATE events SET data = json_remove(json_set(data, '$.trimmed', json_extract(data, '$.emptied')), '$.emptied')
  WHERE milestone = 0 AND data LIKE '%"emptied"%' AND json_type(data, '$.emptied') IS NOT NULL;
