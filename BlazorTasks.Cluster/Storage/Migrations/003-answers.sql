-- When the last question of a task was answered, or ran out of time. What was answered before this column was there stays without.
ALTER TABLE tasks ADD COLUMN answered_at timestamptz;
CREATE INDEX tasks_answered ON tasks (answered_at, id) WHERE answered_at IS NOT NULL;
