-- Which processes have worked on this history.
CREATE TABLE nodes (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  process_id INTEGER NOT NULL,
  version TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ended_at INTEGER,
  is_lost INTEGER NOT NULL
) STRICT;
