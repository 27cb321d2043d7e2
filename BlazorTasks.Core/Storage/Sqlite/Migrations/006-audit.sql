-- What people did to tasks, and what they were not allowed to do. It stays when a task is removed.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  action INTEGER NOT NULL,
  task_id BLOB NOT NULL,
  task_name TEXT NOT NULL,
  refusal TEXT
) STRICT;

CREATE INDEX audit_person ON audit (person, number);
CREATE INDEX audit_task ON audit (task_id, number);
