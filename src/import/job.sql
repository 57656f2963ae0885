-- Files sent in and the jobs that read them, in the side database.
-- @part side

-- upload_insert(id id, account id, name text, bytes bytes, made_ms int)
INSERT INTO upload (id, account, name, bytes, made_ms) VALUES ($id, $account, $name, $bytes, $made_ms)

-- upload_get(id id, account id): name text, bytes bytes
-- one row
SELECT name, bytes FROM upload WHERE id = $id AND account = $account

-- upload_delete(id id)
DELETE FROM upload WHERE id = $id

-- job_insert(id id, kind text, account id, upload id, params text, made_ms int, request_key text)
INSERT INTO job (id, kind, account, upload, params, state, made_ms, request_key)
VALUES ($id, $kind, $account, $upload, $params, 'queued', $made_ms, $request_key)

-- The order that was given with the same form before.
-- job_by_key(account id, request_key text): id id
-- one row
SELECT id FROM job WHERE account = $account AND request_key = $request_key

-- An order of another room, by what it was called.
-- job_task(account id, request_key text): id id, progress int, params text, state text, result text
-- one row
SELECT id, progress, params, state, result FROM job WHERE account = $account AND request_key = $request_key

-- Says nothing new, but is committed: what that promises holds for all that came before it.
-- job_promise(id id)
UPDATE job SET request_key = request_key WHERE id = $id

-- job_get(id id, account id): id id, upload id, file text, params text, state cat, progress int, result text, made_ms int
-- one row
SELECT j.id, j.upload, u.name AS file, j.params, j.state, j.progress, j.result, j.made_ms
FROM job j LEFT JOIN upload u ON u.id = j.upload
WHERE j.id = $id AND j.account = $account AND j.kind = 'import'

-- job_list(account id, limit int): id id, upload id, file text, params text, state cat, progress int, result text, made_ms int
SELECT j.id, j.upload, u.name AS file, j.params, j.state, j.progress, j.result, j.made_ms
FROM job j LEFT JOIN upload u ON u.id = j.upload
WHERE j.account = $account AND j.kind = 'import'
ORDER BY j.made_ms DESC, j.id LIMIT $limit

-- The oldest that waits, or whose process died with its lease.
-- job_next(now_ms int): id id, account id, upload id, kind text, params text
-- one row
SELECT id, account, upload, kind, params FROM job
WHERE state = 'queued' OR (state = 'running' AND lease_ms < $now_ms)
ORDER BY made_ms, id LIMIT 1

-- job_take(id id, now_ms int, lease_ms int)
UPDATE job SET state = 'running', lease_ms = $lease_ms, progress = 0
WHERE id = $id AND (state = 'queued' OR (state = 'running' AND lease_ms < $now_ms))

-- job_go_on(id id, progress int, lease_ms int)
UPDATE job SET progress = $progress, lease_ms = $lease_ms WHERE id = $id AND state = 'running'

-- job_finish(id id, state text, result text)
UPDATE job SET state = $state, result = $result, progress = 1000, lease_ms = 0 WHERE id = $id

-- Once more, with another order: other columns, or the commit after its preview.
-- job_again(id id, account id, params text)
UPDATE job SET state = 'queued', params = $params, progress = 0
WHERE id = $id AND account = $account AND state IN ('done', 'failed')

-- job_delete(id id, account id)
DELETE FROM job WHERE id = $id AND account = $account AND state <> 'running'

-- Orders whose file is not there any more.
-- job_without_upload(limit int): id id, kind text
SELECT j.id, j.kind FROM job j WHERE j.state IN ('queued', 'running') AND j.upload <> 0
  AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.id = j.upload) ORDER BY j.id LIMIT $limit

-- Files that no order names.
-- upload_without_job(limit int): id id, name text
SELECT u.id, u.name FROM upload u
WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.upload = u.id) ORDER BY u.id LIMIT $limit

-- job_problem_insert(job id, n int, sheet text, row_no int, field text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool, doubt bool)
INSERT INTO job_problem (job, n, sheet, row_no, field, value, what, arg1, arg2, arg3, warning, doubt)
VALUES ($job, $n, $sheet, $row_no, $field, $value, $what, $arg1, $arg2, $arg3, $warning, $doubt)

-- job_problems(job id, limit int): id id, sheet text, row_no int, col text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool, doubt bool
SELECT n AS id, sheet, row_no, field AS col, value, what, arg1, arg2, arg3, warning, doubt
FROM job_problem WHERE job = $job ORDER BY n LIMIT $limit

-- job_problems_after(job id, after id, limit int): id id, sheet text, row_no int, col text, value text, what text, arg1 text, arg2 text, arg3 text, warning bool, doubt bool
SELECT n AS id, sheet, row_no, field AS col, value, what, arg1, arg2, arg3, warning, doubt
FROM job_problem WHERE job = $job AND n > $after ORDER BY n LIMIT $limit

-- job_problems_delete(job id)
DELETE FROM job_problem WHERE job = $job

-- job_problems_delete_lost()
DELETE FROM job_problem WHERE job NOT IN (SELECT id FROM job)

-- job_change_insert(job id, n int, row int, sheet text, name text, what text, field text, old text, fresh text)
INSERT INTO job_change (job, n, row_no, sheet, name, what, field, old, fresh)
VALUES ($job, $n, $row, $sheet, $name, $what, $field, $old, $fresh)

-- job_changes(job id, limit int): id id, row_no int, sheet text, name text, what cat, col text, old text, fresh text
SELECT n AS id, row_no, sheet, name, what, field AS col, old, fresh
FROM job_change WHERE job = $job ORDER BY n LIMIT $limit

-- job_changes_after(job id, after id, limit int): id id, row_no int, sheet text, name text, what cat, col text, old text, fresh text
SELECT n AS id, row_no, sheet, name, what, field AS col, old, fresh
FROM job_change WHERE job = $job AND n > $after ORDER BY n LIMIT $limit

-- job_changes_delete(job id)
DELETE FROM job_change WHERE job = $job

-- job_changes_delete_lost()
DELETE FROM job_change WHERE job NOT IN (SELECT id FROM job)

-- job_bad_insert(job id, n int, cells text)
INSERT INTO job_bad (job, n, cells) VALUES ($job, $n, $cells)

-- job_bad_rows(job id): cells text
SELECT cells FROM job_bad WHERE job = $job ORDER BY n

-- job_bad_delete(job id)
DELETE FROM job_bad WHERE job = $job

-- job_bad_delete_lost()
DELETE FROM job_bad WHERE job NOT IN (SELECT id FROM job)
