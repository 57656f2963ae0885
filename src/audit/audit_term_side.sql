-- What goes when its term is over, beside the register: see term.def.
-- @part side

-- term_looks(before_ms int): n int
-- one row
SELECT count(*) AS n FROM look WHERE at_ms < $before_ms

-- term_looks_remove(before_ms int)
DELETE FROM look WHERE at_ms < $before_ms

-- Those that have ended.
-- term_sessions(before_ms int): n int
-- one row
SELECT count(*) AS n FROM session WHERE ends_ms < $before_ms

-- term_sessions_remove(before_ms int)
DELETE FROM session WHERE ends_ms < $before_ms

-- Files sent in, and the orders that read them with what came of it.
-- term_uploads(before_ms int): n int
-- one row
SELECT (SELECT count(*) FROM upload WHERE made_ms < $before_ms)
  + (SELECT count(*) FROM job WHERE made_ms < $before_ms AND state <> 'running') AS n

-- term_uploads_remove(before_ms int)
DELETE FROM upload WHERE made_ms < $before_ms
  AND NOT EXISTS (SELECT 1 FROM job j WHERE j.upload = upload.id AND j.state = 'running')

-- term_jobs_remove(before_ms int)
DELETE FROM job WHERE made_ms < $before_ms AND state <> 'running'
