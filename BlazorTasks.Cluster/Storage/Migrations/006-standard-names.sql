-- The words that the program uses today, for columns and in stored tasks and events. A text inside of them has its
-- quotation marks escaped, so none of these matches in one.
ALTER TABLE events RENAME COLUMN story TO milestone;
UPDATE events SET data = replace(data, '"kind":"step_kept"', '"kind":"step_reused"') WHERE milestone AND data LIKE '%"kind":"step_kept"%';
UPDATE events SET data = replace(data, '"reason":"script_silent"', '"reason":"heartbeat_timeout"')
  WHERE milestone AND data LIKE '%"reason":"script_silent"%';
UPDATE events SET data = replace(data, '"emptied":{', '"trimmed":{') WHERE NOT milestone AND data LIKE '%"emptied":{%';
UPDATE tasks SET snapshot = replace(replace(replace(snapshot,
  '"losses":', '"crash_count":'), '"gone_lines":', '"trimmed_lines":'), '"reason":"script_silent"', '"reason":"heartbeat_timeout"')
  WHERE snapshot LIKE '%"losses":%' OR snapshot LIKE '%"gone_lines":%' OR snapshot LIKE '%"reason":"script_silent"%';
