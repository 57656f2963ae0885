-- Files sent in and the jobs that read them, in the side database.
-- @part side

-- upload_insert(id id, account id, name text, bytes bytes, made_ms int)
INSERT INTO upload (id, account, name, bytes, made_ms) VALUES ($id, $account, $name, $bytes, $made_ms)

-- upload_get(id id, account id): name text, bytes bytes
-- one row
SELECT name, bytes FROM upload WHERE id = $id AND account = $account

-- upload_delete(id id)
DELETE FROM upload WHERE id = $id

-- upload_delete_old(before int)
DELETE FROM upload WHERE made_ms < $before

-- job_insert(id id, kind text, account id, upload id, params text, made_ms int)
INSERT INTO job (id, kind, account, upload, params, state, made_ms)
VALUES ($id, $kind, $account, $upload, $params, 'queued', $made_ms)

-- job_get(id id, account id): id id, upload id, file text, params text, state cat, progress int, result text, made_ms int
-- one row
SELECT j.id, j.upload, u.name AS file, j.params, j.state, j.progress, j.result, j.made_ms
FROM job j LEFT JOIN upload u ON u.id = j.upload
WHERE j.id = $id AND j.account = $account

-- job_list(account id, limit int): id id, upload id, file text, params text, state cat, progress int, result text, made_ms int
SELECT j.id, j.upload, u.name AS file, j.params, j.state, j.progress, j.result, j.made_ms
FROM job j LEFT JOIN upload u ON u.id = j.upload
WHERE j.account = $account
ORDER BY j.made_ms DESC, j.id LIMIT $limit

-- The oldest that waits, or whose process died with its lease.
-- job_next(now_ms int): id id, account id, upload id, params text
-- one row
SELECT id, account, upload, params FROM job
WHERE state = 'queued' OR (state = 'running' AND lease_ms < $now_ms)
ORDER BY made_ms, id LIMIT 1

-- job_take(id id, now_ms int, lease_ms int)
UPDATE job SET state = 'running', lease_ms = $lease_ms, progress = 0
WHERE id = $id AND (state = 'queued' OR (state = 'running' AND lease_ms < $now_ms))

-- job_go_on(id id, progress int, lease_ms int)
UPDATE job SET progress = $progress, lease_ms = $lease_ms WHERE id = $id AND state = 'running'

-- job_finish(id id, state text, result text)
UPDATE job SET state = $state, result = $result, progress = 1000, lease_ms = 0 WHERE id = $id

-- Once more, with another order: the commit after its preview.
-- job_again(id id, account id, params text)
UPDATE job SET state = 'queued', params = $params, progress = 0
WHERE id = $id AND account = $account AND state = 'done'

-- job_delete(id id, account id)
DELETE FROM job WHERE id = $id AND account = $account AND state <> 'running'

-- job_delete_old(before int)
DELETE FROM job WHERE made_ms < $before AND state <> 'running'

-- job_problem_insert(job id, n int, row_no int, field text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool)
INSERT INTO job_problem (job, n, row_no, field, value, what, arg1, arg2, arg3, warning)
VALUES ($job, $n, $row_no, $field, $value, $what, $arg1, $arg2, $arg3, $warning)

-- job_problems(job id, limit int): id id, row_no int, col text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool
SELECT n AS id, row_no, field AS col, value, what, arg1, arg2, arg3, warning
FROM job_problem WHERE job = $job ORDER BY n LIMIT $limit

-- job_problems_after(job id, after id, limit int): id id, row_no int, col text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool
SELECT n AS id, row_no, field AS col, value, what, arg1, arg2, arg3, warning
FROM job_problem WHERE job = $job AND n > $after ORDER BY n LIMIT $limit

-- job_problems_delete(job id)
DELETE FROM job_problem WHERE job = $job

-- job_problems_delete_lost()
DELETE FROM job_problem WHERE job NOT IN (SELECT id FROM job)
