-- Side 0005: sessions that still lack the second factor, codes that were used, and how somebody reads.

ALTER TABLE session ADD COLUMN factor_ms @INT NOT NULL DEFAULT 0;  -- when it was given; 0: not yet

-- The last step of time whose code was taken: no code counts twice.
CREATE TABLE factor_step (
  account @INT NOT NULL PRIMARY KEY,
  step @INT NOT NULL,
  request @INT NOT NULL                -- that used it: it may be tried again
) @CLUSTERED;

-- Language and size of letters, the same on each device.
CREATE TABLE account_pref (
  account @INT NOT NULL PRIMARY KEY,
  lang @TEXT,
  size @TEXT
) @CLUSTERED;
