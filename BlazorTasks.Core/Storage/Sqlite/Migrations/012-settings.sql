-- What people have set for themselves, as JSON.
CREATE TABLE settings (
  name TEXT NOT NULL,
  person TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name, person)
) STRICT, WITHOUT ROWID;
