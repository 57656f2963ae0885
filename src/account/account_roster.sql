-- Members of an organisation and their accounts.

-- @text members
FROM org_reach r
JOIN member_spell s ON s.cell = r.org AND s.counted = 1 AND {on s}
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}

-- Has nobody an account for this member, or for a record that was joined into theirs?
-- @text nobodys
NOT EXISTS (SELECT 1 FROM account a WHERE a.person = s.person AND a.person <> 0)
  AND NOT EXISTS (SELECT 1 FROM person_join j JOIN account a ON a.person = j.person AND a.person <> 0
    WHERE j.into_person = s.person AND {live j})

-- roster_without(org id, day day, known int, limit int): person id, full_name text, cell id, cell_name text
SELECT s.person, p.full_name, s.cell, o.name AS cell_name
{members}
WHERE r.anc = $org AND {on r} AND {nobodys}
ORDER BY o.name, s.cell, s.sort_key, s.person LIMIT $limit

-- roster_without_count(org id, day day, known int): n int
-- one row
SELECT count(*) AS n
{members}
WHERE r.anc = $org AND {on r} AND {nobodys}

-- roster_without_one(person id, org id, day day, known int): person id, full_name text, cell id, cell_name text
-- one row
SELECT s.person, p.full_name, s.cell, o.name AS cell_name
{members}
WHERE r.anc = $org AND {on r} AND s.person = $person AND {nobodys}

-- @text with_account
SELECT a.id, a.login, p.full_name, o.name AS cell_name, a.closed,
  coalesce((SELECT l.last_day FROM account_slip l WHERE l.account = a.id AND l.void_txn = 0), 0) AS slip_day,
  (SELECT count(*) FROM account_factor f WHERE f.account = a.id AND f.void_txn = 0) AS factor
{members}
JOIN account a ON a.person = s.person AND a.person <> 0
WHERE r.anc = $org AND {on r}

-- roster_accounts(org id, day day, known int, limit int): id id, login text, full_name text, cell_name text, closed bool, slip_day day, factor bool
{with_account}
ORDER BY a.login LIMIT $limit

-- roster_accounts_after(org id, day day, known int, after id, limit int): id id, login text, full_name text, cell_name text, closed bool, slip_day day, factor bool
{with_account} AND a.login > (SELECT k.login FROM account k WHERE k.id = $after)
ORDER BY a.login LIMIT $limit

-- logins_between(first text, beyond text): login text
SELECT login FROM account WHERE login >= $first AND login < $beyond ORDER BY login
