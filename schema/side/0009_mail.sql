-- Side 0009: reminders by mail: who wants one, and what waits to be sent. Counts and a link, nobody's name.

CREATE TABLE mail_to (
  account @ID PRIMARY KEY,
  address @TEXT NOT NULL,
  origin @TEXT,                        -- of the site, as the account reached it
  lang @TEXT NOT NULL,
  told_day @DAY NOT NULL DEFAULT 0     -- of the last reminder
) @ROWS;

CREATE TABLE mail_out (
  id @ID PRIMARY KEY,
  account @INT NOT NULL,
  day @DAY NOT NULL,
  address @TEXT NOT NULL,
  subject @TEXT NOT NULL,
  body @TEXT NOT NULL,
  state @TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  tries @INT NOT NULL DEFAULT 0,
  made_ms @INT NOT NULL
) @ROWS;
CREATE INDEX mail_out_waiting ON mail_out (made_ms) WHERE state = 'waiting';
