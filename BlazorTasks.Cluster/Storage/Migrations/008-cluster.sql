-- Several processes: who is alive, which of them runs which task, what waits for any of them, what they ask of each other.
ALTER TABLE nodes ADD COLUMN host text NOT NULL DEFAULT '';
ALTER TABLE nodes ADD COLUMN lease_until timestamptz NOT NULL DEFAULT clock_timestamp();
ALTER TABLE nodes ADD COLUMN is_draining boolean NOT NULL DEFAULT false;

-- An unfinished task either waits (ready_at) or belongs to a node (node_id). "changed" is the transaction that last changed it.
ALTER TABLE tasks ADD COLUMN node text COLLATE "C";
ALTER TABLE tasks ADD COLUMN node_id uuid;
ALTER TABLE tasks ADD COLUMN ready_at timestamptz;
ALTER TABLE tasks ADD COLUMN priority integer NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN changed xid8;

CREATE FUNCTION pg_temp.node_of(snapshot text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN snapshot::json ->> 'node';
EXCEPTION WHEN OTHERS THEN
  RETURN NULL; -- a damaged row, or a name that PostgreSQL cannot store
END
$$;
UPDATE tasks SET node = pg_temp.node_of(snapshot);
-- What earlier versions left is taken over like the tasks of a node that is gone.
UPDATE tasks SET node_id = '00000000-0000-0000-0000-000000000000' WHERE finished_at IS NULL;

CREATE INDEX tasks_owned ON tasks (node_id) WHERE node_id IS NOT NULL;
CREATE INDEX tasks_waiting ON tasks (priority DESC, ready_at, id) WHERE node_id IS NULL AND ready_at IS NOT NULL;
CREATE INDEX tasks_ready ON tasks (ready_at) WHERE node_id IS NULL AND ready_at IS NOT NULL;
CREATE INDEX tasks_changed ON tasks (changed) WHERE changed IS NOT NULL;
CREATE INDEX tasks_node ON tasks (node, finished_at, id) WHERE finished_at IS NOT NULL;

CREATE TABLE commands (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_id uuid NOT NULL,
  task_id uuid NOT NULL,
  epoch integer NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  data text NOT NULL,
  reply text
);

CREATE INDEX commands_open ON commands (node_id, number) WHERE reply IS NULL;
