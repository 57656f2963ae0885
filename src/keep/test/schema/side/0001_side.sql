CREATE TABLE counter (
  one @INT NOT NULL PRIMARY KEY,
  n @INT NOT NULL
) @ROWS;
INSERT INTO counter (one, n) VALUES (1, 0);
