-- The log of looks, as persons and the data auditor read it.
-- @part side

-- looks_of_person(person id, since int, limit int): at_ms int, account id, uid int, funcs text, via cat, kind cat, format text, purpose text
SELECT at_ms, account, uid, funcs, via, kind, format, purpose FROM look
WHERE person = $person AND person <> 0 AND at_ms >= $since
ORDER BY at_ms DESC, id LIMIT $limit

-- Lists of an organisation, of days from one to another; how often, and when last.
-- looks_of_org(org id, from_day day, to_day day, since int, limit int): last_ms int, account id, uid int, funcs text, kind cat, times int
SELECT max(at_ms) AS last_ms, account, uid, max(funcs) AS funcs, kind, count(*) AS times FROM look
WHERE org = $org AND person = 0 AND at_ms >= $since AND day >= $from_day AND day < $to_day
GROUP BY account, uid, kind
ORDER BY last_ms DESC, account, kind LIMIT $limit

-- $account -1: of everybody; $kind '': all.
-- looks_between(from_ms int, to_ms int, account id, kind text, after int, limit int): at_ms int, account id, uid int, funcs text, via cat, kind cat, format text, org id, people int, class int, columns text, purpose text, person id
SELECT at_ms, account, uid, funcs, via, kind, format, org, people, class, columns, purpose, person FROM look
WHERE at_ms >= $from_ms AND at_ms < $to_ms AND at_ms < $after
  AND ($account = -1 OR account = $account) AND ($kind = '' OR kind = $kind)
ORDER BY at_ms DESC, id LIMIT $limit

-- looks_summed(from_ms int, to_ms int, account id, kind text, limit int): account id, uid int, kind cat, times int, people int, last_ms int
SELECT account, uid, kind, count(*) AS times, CAST(sum(people) AS BIGINT) AS people, max(at_ms) AS last_ms FROM look
WHERE at_ms >= $from_ms AND at_ms < $to_ms
  AND ($account = -1 OR account = $account) AND ($kind = '' OR kind = $kind)
GROUP BY account, uid, kind
ORDER BY people DESC, account, kind LIMIT $limit

-- subject_sessions(account id, now_ms int): agent text, made_ms int, ends_ms int
SELECT agent, made_ms, ends_ms FROM session WHERE account = $account AND ends_ms > $now_ms
ORDER BY made_ms DESC, digest
