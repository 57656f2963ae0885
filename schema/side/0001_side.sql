-- Side 0001: what is written beside the register: sessions, throttles, jobs and their files.

CREATE TABLE session (
  digest @TEXT NOT NULL PRIMARY KEY,   -- of the token in the cookie
  account @INT NOT NULL,
  secret @TEXT NOT NULL,               -- of the tokens in forms
  made_ms @INT NOT NULL,
  seen_ms @INT NOT NULL,
  ends_ms @INT NOT NULL,
  agent @TEXT
) @CLUSTERED;
CREATE INDEX session_account ON session (account);

CREATE TABLE throttle (
  name @TEXT NOT NULL PRIMARY KEY,     -- "login:...", "peer:..."
  fails @INT NOT NULL,
  not_before_ms @INT NOT NULL,
  seen_ms @INT NOT NULL
) @CLUSTERED;

-- A file sent in, kept until its import is done or a day has passed.
CREATE TABLE upload (
  id @ID PRIMARY KEY,
  account @INT NOT NULL,
  name @TEXT NOT NULL,
  bytes @BYTES NOT NULL,
  made_ms @INT NOT NULL
) @ROWS;

CREATE TABLE job (
  id @ID PRIMARY KEY,
  kind @TEXT NOT NULL,
  account @INT NOT NULL,
  upload @INT NOT NULL DEFAULT 0,
  params @TEXT NOT NULL,               -- JSON
  state @TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  progress @INT NOT NULL DEFAULT 0,    -- of 1000
  result @TEXT,                        -- JSON
  made_ms @INT NOT NULL,
  lease_ms @INT NOT NULL DEFAULT 0     -- a running job whose lease has passed is taken up again
) @ROWS;
CREATE INDEX job_state ON job (state, made_ms);
CREATE INDEX job_account ON job (account, made_ms);

-- What was wrong with which row of a job's file.
CREATE TABLE job_problem (
  job @INT NOT NULL,
  n @INT NOT NULL,
  row_no @INT NOT NULL,
  field @TEXT,
  value @TEXT,
  what @TEXT NOT NULL,                 -- key of the message
  arg1 @TEXT,
  arg2 @TEXT,
  arg3 @TEXT,
  warning @INT NOT NULL CHECK (warning IN (0, 1)),
  PRIMARY KEY (job, n)
) @CLUSTERED;
