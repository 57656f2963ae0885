CREATE TABLE part (
  thing @INT NOT NULL REFERENCES thing (id),
  n @INT NOT NULL CHECK (n >= 0),
  word @TEXT NOT NULL,
  PRIMARY KEY (thing, n)
) @CLUSTERED;
CREATE TABLE duty (
  id @ID PRIMARY KEY,
  on_call @INT NOT NULL
) @ROWS;
