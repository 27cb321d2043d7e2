-- Uploads (area 0) and files of results (area 1), in parts, which every node can read.
CREATE TABLE files (
  token text COLLATE "C" PRIMARY KEY,
  area smallint NOT NULL,
  size bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX files_age ON files (area, created_at);

CREATE TABLE file_parts (
  token text COLLATE "C" NOT NULL REFERENCES files ON DELETE CASCADE,
  number integer NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (token, number)
);

ALTER TABLE file_parts ALTER COLUMN data SET STORAGE EXTERNAL; -- compressing files again is slow and gains little

-- Which tasks use a file.
CREATE TABLE file_holders (
  token text COLLATE "C" NOT NULL REFERENCES files ON DELETE CASCADE,
  task_id uuid NOT NULL,
  PRIMARY KEY (token, task_id)
);

-- Small values that all nodes share: keys for cookies, the state of pages, who has a page open.
CREATE TABLE shared_state (
  area text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (area, key)
);

CREATE INDEX shared_state_expiry ON shared_state (expires_at) WHERE expires_at IS NOT NULL;
