-- Where the nodes reach each other directly: Orleans' membership. Who is alive is decided by the lease alone (nodes).
CREATE TABLE silos (
  address text COLLATE "C" PRIMARY KEY,
  etag integer NOT NULL,
  status smallint NOT NULL,
  name text COLLATE "C" NOT NULL,
  host text NOT NULL,
  proxy_port integer NOT NULL,
  suspects text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE silo_version (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), version integer NOT NULL);
INSERT INTO silo_version (version) VALUES (0);
