-- The tasks that a task has started, and the finished ones by their error. What jsonb could not read (\u0000, half
-- characters) stays without: it is found by everything else.
ALTER TABLE tasks ADD COLUMN parent uuid;
ALTER TABLE tasks ADD COLUMN error text COLLATE "C";
UPDATE tasks SET
  parent = (snapshot::jsonb ->> 'parent_id')::uuid,
  error = nullif(left(btrim(snapshot::jsonb ->> 'error_message', E' \t\r\n'), 200), '')
WHERE snapshot !~ '\\u(0000|[dD][89a-fA-F])' AND (snapshot LIKE '%"parent_id":"%' OR snapshot LIKE '%"error_message":"%');
CREATE INDEX tasks_parent ON tasks (parent, finished_at, id) WHERE parent IS NOT NULL;
CREATE INDEX tasks_error ON tasks (error, finished_at, id) WHERE finished_at IS NOT NULL AND error IS NOT NULL;

-- A search walks the small rows of "search" in the order of the history, and looks at the tasks of what it has found.
ALTER TABLE search ADD COLUMN finished_at timestamptz NOT NULL DEFAULT now();
UPDATE search SET finished_at = tasks.finished_at FROM tasks WHERE id = task_id AND tasks.finished_at IS NOT NULL;
CREATE INDEX search_finished ON search (finished_at, task_id);
