-- Side 0002: several sheets, doubts, differences, and the bad rows of a file as they stood in it.

ALTER TABLE job_problem ADD COLUMN sheet @TEXT;
ALTER TABLE job_problem ADD COLUMN doubt @INT NOT NULL DEFAULT 0;

-- How a file differs from what is known, in words.
CREATE TABLE job_change (
  job @INT NOT NULL,
  n @INT NOT NULL,
  row_no @INT NOT NULL,
  sheet @TEXT,
  name @TEXT,
  what @TEXT NOT NULL,                 -- code of the catalogue import_change
  field @TEXT,
  old @TEXT,
  fresh @TEXT,
  PRIMARY KEY (job, n)
) @CLUSTERED;

-- Rows with a problem, as they stood in the file; n = 0: the headers.
CREATE TABLE job_bad (
  job @INT NOT NULL,
  n @INT NOT NULL,
  cells @TEXT NOT NULL,                -- JSON: an array of texts, the reasons last
  PRIMARY KEY (job, n)
) @CLUSTERED;
