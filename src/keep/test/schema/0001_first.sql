-- The schema of the room's tests: every type, names that must be quoted, and tables whose order by
-- name is not the order in which they can be filled.
CREATE TABLE z_parent (
  id @ID PRIMARY KEY,
  note @TEXT
) @ROWS;
CREATE TABLE m_middle (
  id @ID PRIMARY KEY,
  parent @INT NOT NULL REFERENCES z_parent (id)
) @ROWS;
CREATE TABLE a_child (
  id @ID PRIMARY KEY,
  middle @INT REFERENCES m_middle (id),
  parent @INT NOT NULL REFERENCES z_parent (id)
) @ROWS;
CREATE TABLE every (
  word @TEXT NOT NULL,
  n @INT NOT NULL,
  day @DAY,
  number @INT,
  text @TEXT,
  bytes @BYTES,
  PRIMARY KEY (n, word)
) @CLUSTERED;
CREATE TABLE "order" (
  "select" @BYTES NOT NULL PRIMARY KEY,
  "to ""you""" @TEXT
) @CLUSTERED;
CREATE TABLE account (
  id @ID PRIMARY KEY,
  amount @INT NOT NULL
) @ROWS;
CREATE TABLE counter (
  one @INT NOT NULL PRIMARY KEY,
  n @INT NOT NULL
) @ROWS;
INSERT INTO counter (one, n) VALUES (1, 0);
