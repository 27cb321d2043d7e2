-- Recurring starts: "data" is all of a schedule as JSON, "wake_at" is when something is to be done (microseconds since 1970).
CREATE TABLE schedules (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  wake_at INTEGER,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX schedules_wake ON schedules (wake_at, id) WHERE wake_at IS NOT NULL;

CREATE TABLE calendars (
  name TEXT PRIMARY KEY,
  data TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which schedule has started a task, and for which due time.
ALTER TABLE tasks ADD COLUMN schedule TEXT;
ALTER TABLE tasks ADD COLUMN due_at INTEGER;
CREATE INDEX tasks_schedule ON tasks (schedule, finished_at, id) WHERE schedule IS NOT NULL;
