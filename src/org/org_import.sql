-- What imports of organisations and posts ask for.

-- Records of other transactions that rest on the organisations founded by one.
-- import_built(txn id): org id, name text, what text, n int
SELECT b.org, min(s.name) AS name, b.what, b.n
FROM (
  SELECT org, 'post' AS what, count(*) AS n FROM org_post WHERE void_txn = 0 AND txn <> $txn
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
  UNION ALL
  SELECT org, 'term' AS what, count(*) AS n FROM org_term WHERE void_txn = 0 AND txn <> $txn
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
  UNION ALL
  SELECT org, 'body' AS what, count(*) AS n FROM org_body WHERE void_txn = 0 AND txn <> $txn
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
  UNION ALL
  SELECT org, 'charge' AS what, count(*) AS n FROM org_charge WHERE void_txn = 0 AND txn <> $txn
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
  UNION ALL
  SELECT over_org AS org, 'charge' AS what, count(*) AS n FROM org_charge WHERE void_txn = 0 AND txn <> $txn AND over_org <> 0
    AND over_org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY over_org
  UNION ALL
  SELECT org, 'village' AS what, count(*) AS n FROM village_fact WHERE void_txn = 0 AND txn <> $txn AND org <> 0
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
  UNION ALL
  SELECT org, 'grant' AS what, count(*) AS n FROM account_grant WHERE void_txn = 0 AND txn <> $txn
    AND org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0) GROUP BY org
) b JOIN org_spell s ON s.org = b.org AND {live s}
GROUP BY b.org, b.what, b.n ORDER BY b.org, b.what LIMIT 5

-- Acts of other transactions on the organisations founded by one, or that name them.
-- import_acts_after(txn id): act cat, day day, name text
SELECT a.act, a.day, min(s.name) AS name
FROM org_act a JOIN org_spell s ON s.org = a.org AND {live s}
WHERE a.void_txn = 0 AND a.txn <> $txn AND (
  a.org IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0)
  OR (a.parent <> 0 AND a.parent IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0))
  OR (a.other <> 0 AND a.other IN (SELECT f.org FROM org_act f WHERE f.txn = $txn AND f.act = 'found' AND f.void_txn = 0)))
GROUP BY a.id, a.act, a.day ORDER BY a.day, a.id LIMIT 5

-- import_posts_of(org id): id id, post cat, holder text, member_no text, from_day day, to_day day
SELECT id, post, holder, member_no, from_day, to_day FROM org_post
WHERE org = $org AND void_txn = 0 ORDER BY from_day, id

-- import_post_insert(id id, org id, post cat, holder text, member_no text, from_day day, to_day day, decision_no text, txn id, made_ms int)
INSERT INTO org_post (id, org, post, holder, member_no, from_day, to_day, decision_no, txn, made_ms)
VALUES ($id, $org, $post, $holder, $member_no, $from_day, $to_day, $decision_no, $txn, $made_ms)

-- Posts of a transaction that somebody has changed since.
-- import_posts_changed(txn id): n int
-- one row
SELECT count(*) AS n FROM org_post WHERE txn = $txn AND void_txn <> 0

-- import_posts_void(txn id, void_txn id, void_ms int)
UPDATE org_post SET void_txn = $void_txn, void_ms = $void_ms WHERE txn = $txn AND void_txn = 0
