-- How busy each node is (JSON), and which definitions it can run (NULL: of a version that does not say).
ALTER TABLE nodes ADD COLUMN load text;
ALTER TABLE nodes ADD COLUMN definitions text[];
