-- Side 0006: what came of verifying the audit chain, each night and when it was asked for.

CREATE TABLE audit_check (
  asked_ms @ID PRIMARY KEY,
  account @INT NOT NULL,               -- 0: nobody asked, it was time
  done_ms @INT NOT NULL DEFAULT 0,     -- 0: not yet done
  links @INT NOT NULL DEFAULT 0,
  entries @INT NOT NULL DEFAULT 0,
  waiting @INT NOT NULL DEFAULT 0,     -- not sealed yet
  unkeyed @INT NOT NULL DEFAULT 0,     -- links whose key was not at hand
  found @INT NOT NULL DEFAULT 0,
  first_found @TEXT,                   -- the first findings, in words
  head @TEXT
) @ROWS;
