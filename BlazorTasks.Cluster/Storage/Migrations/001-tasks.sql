-- A task as it is now: "snapshot" is all of it as JSON (text: jsonb refuses \u0000), the other columns are what is looked for.
-- Durations are microseconds. Words are compared by their bytes, whatever the locale of the database.
CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  epoch integer NOT NULL,
  seq bigint NOT NULL,
  state smallint NOT NULL,
  definition text COLLATE "C",
  name text COLLATE "C" NOT NULL,
  owner text COLLATE "C",
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  duration bigint,
  snapshot text NOT NULL
) WITH (fillfactor = 80);

-- The history in each of its orders, and by the filters that people use most; unfinished tasks are few.
CREATE INDEX tasks_finished ON tasks (finished_at, id) INCLUDE (state) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_state ON tasks (state, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_definition ON tasks (definition, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_finished_owner ON tasks (owner, finished_at, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_duration ON tasks (duration, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_name ON tasks (name, id) WHERE finished_at IS NOT NULL;
CREATE INDEX tasks_unfinished ON tasks (created_at, id) WHERE finished_at IS NULL;

CREATE TABLE tags (
  tag text COLLATE "C" NOT NULL,
  task_id uuid NOT NULL,
  PRIMARY KEY (tag, task_id)
);

CREATE INDEX tags_task ON tags (task_id);

-- A finished task's name, label, input, status and error in capitals.
CREATE TABLE search (
  task_id uuid PRIMARY KEY,
  text text COLLATE "C" NOT NULL
);

-- Any three letters in a row. Without pg_trgm (or the right to add it) a search reads the texts, newest tasks first.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX search_text ON search USING gin (text gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'Searches go without an index: %', SQLERRM;
END
$$;

-- What happened to a task. "line" is the number of the first line of a log chunk.
CREATE TABLE events (
  task_id uuid NOT NULL,
  seq bigint NOT NULL,
  epoch integer NOT NULL,
  at timestamptz NOT NULL,
  story boolean NOT NULL,
  line bigint,
  data text NOT NULL,
  PRIMARY KEY (task_id, seq)
);

CREATE INDEX events_line ON events (task_id, line) WHERE line IS NOT NULL;

CREATE TABLE idempotency_keys (
  owner text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  task_id uuid NOT NULL,
  fingerprint text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (owner, key)
);

CREATE INDEX idempotency_keys_task ON idempotency_keys (task_id);
