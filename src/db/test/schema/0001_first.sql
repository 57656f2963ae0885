-- The schema of the room's tests; it's a comment with a quote, a semicolon; and @NOTHING.
CREATE TABLE thing (
  id @ID PRIMARY KEY,
  name @TEXT,                          -- a comment between; lines
  day @DAY,
  n @INT,
  flag @INT NOT NULL DEFAULT 0,
  bytes @BYTES,
  note @TEXT NOT NULL DEFAULT 'a;b -- it''s @TEXT'
) @ROWS;
CREATE UNIQUE INDEX thing_name ON thing (name);
