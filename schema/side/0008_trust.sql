-- Side 0008: a file that was sent twice because its answer was lost is one order.

ALTER TABLE job ADD COLUMN request_key @TEXT;
CREATE UNIQUE INDEX job_key ON job (account, request_key) WHERE request_key IS NOT NULL;

-- Which have ended, and which order reads a file.
CREATE INDEX session_ends ON session (ends_ms);
CREATE INDEX job_upload ON job (upload);
