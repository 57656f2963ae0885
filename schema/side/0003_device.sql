-- Side 0003: browsers that have signed in as an account before: strangers' wrong passwords do not delay them.

CREATE TABLE device (
  digest @TEXT NOT NULL,               -- of the token in the cookie
  account @INT NOT NULL,
  made_ms @INT NOT NULL,
  ends_ms @INT NOT NULL,
  PRIMARY KEY (digest, account)
) @CLUSTERED;
CREATE INDEX device_account ON device (account);
CREATE INDEX device_ends ON device (ends_ms);
CREATE INDEX throttle_seen ON throttle (seen_ms);
