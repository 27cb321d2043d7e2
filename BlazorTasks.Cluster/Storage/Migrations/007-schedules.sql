-- Recurring starts: "data" is all of a schedule as JSON (text: jsonb refuses \u0000), "wake_at" is when something is to be done.
CREATE TABLE schedules (
  id text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  wake_at timestamptz,
  data text NOT NULL
) WITH (fillfactor = 80);

CREATE INDEX schedules_wake ON schedules (wake_at, id) WHERE wake_at IS NOT NULL;

CREATE TABLE calendars (
  name text COLLATE "C" PRIMARY KEY,
  data text NOT NULL
);

-- Which schedule has started a task.
ALTER TABLE tasks ADD COLUMN schedule text COLLATE "C";
CREATE INDEX tasks_schedule ON tasks (schedule, finished_at, id) WHERE schedule IS NOT NULL;
