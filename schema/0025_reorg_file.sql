-- The files with which a plan begins, until the process of jobs has read them.
CREATE TABLE reorg_file (
  reorg @INT NOT NULL REFERENCES reorg (id),
  part @TEXT NOT NULL CHECK (part IN ('map', 'units')),
  name @TEXT NOT NULL,
  bytes @BYTES NOT NULL,
  PRIMARY KEY (reorg, part)
) @CLUSTERED;
