-- What people did to tasks, and what they were not allowed to do. It stays when a task is removed.
CREATE TABLE audit (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  person text COLLATE "C" NOT NULL,
  action smallint NOT NULL,
  task_id uuid NOT NULL,
  task_name text COLLATE "C" NOT NULL,
  refusal text
);

CREATE INDEX audit_person ON audit (person, number);
CREATE INDEX audit_task ON audit (task_id, number);
