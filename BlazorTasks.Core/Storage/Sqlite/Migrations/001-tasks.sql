-- A task as it is now. Times and durations are microseconds (times since 1970), ids are 16 bytes, most significant first.
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
  duration INTEGER,
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
  dismissed_at INTEGER,
  -- in which order tasks finished: the row of its text in "search"
  finish_number INTEGER UNIQUE
) STRICT;

-- The history in each of its orders, and by the filters that people use most; unfinished tasks are few.
CREATE INDEX tasks_finished ON tasks (finished_at, id, state) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_state ON tasks (state, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_definition ON tasks (definition, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_owner ON tasks (owner, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_duration ON tasks (duration, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_name ON tasks (name, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_unfinished ON tasks (created_at, id) WHERE finished_at IS NULL;

CREATE TABLE tags (
  tag TEXT NOT NULL,
  task_key INTEGER NOT NULL,
  PRIMARY KEY (tag, task_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX tags_task ON tags (task_key);

-- Any three letters in a row of a finished task's name, label, input, status and error.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');

-- What happened to a task. "line" is the number of the first line of a log chunk.
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

CREATE TABLE idempotency_keys (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  task_id BLOB NOT NULL,
  fingerprint TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
