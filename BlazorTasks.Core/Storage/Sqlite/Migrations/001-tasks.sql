-- A task as it is now. Times are microseconds since 1970, ids are 16 bytes, most significant first.
CREATE TABLE tasks (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  definition TEXT,
  name TEXT NOT NULL,
  label TEXT,
  owner TEXT,
  tags TEXT,
  priority INTEGER NOT NULL,
  parent_id BLOB,
  state INTEGER NOT NULL,
  reason INTEGER,
  progress REAL,
  status TEXT,
  step TEXT,
  steps INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  node TEXT,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  run_at INTEGER,
  queued_at INTEGER,
  started_at INTEGER,
  attempt_started_at INTEGER,
  finished_at INTEGER,
  cancel_requested_at INTEGER,
  cancel_requested_by TEXT,
  error_type TEXT,
  error_message TEXT,
  warnings INTEGER NOT NULL,
  log_lines INTEGER NOT NULL,
  dropped_lines INTEGER NOT NULL,
  last_line TEXT,
  last_line_at INTEGER,
  has_result INTEGER NOT NULL,
  dismissed_at INTEGER
) STRICT;

-- The history pages, whole and by the filters that people use most; unfinished tasks are few and found at start.
CREATE INDEX tasks_finished ON tasks (finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_state ON tasks (state, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_definition ON tasks (definition, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_owner ON tasks (owner, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_unfinished ON tasks (created_at, id) WHERE finished_at IS NULL;

-- What happened to it. "line" is the number of the first line of a log chunk.
CREATE TABLE events (
  task_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  at INTEGER NOT NULL,
  story INTEGER NOT NULL,
  line INTEGER,
  data TEXT NOT NULL,
  PRIMARY KEY (task_id, seq)
) STRICT;

CREATE INDEX events_line ON events (task_id, line) WHERE line IS NOT NULL;
