-- The tasks that a task has started, and the finished ones by their error.
ALTER TABLE tasks ADD COLUMN error TEXT;
UPDATE tasks SET error = nullif(substr(trim(error_message, char(9, 10, 13, 32)), 1, 200), '') WHERE error_message IS NOT NULL;
CREATE INDEX tasks_parent ON tasks (parent_id, finished_at, id) WHERE parent_id IS NOT NULL;
CREATE INDEX tasks_error ON tasks (error, finished_at, id) WHERE finished_at IS NOT NULL AND error IS NOT NULL;
