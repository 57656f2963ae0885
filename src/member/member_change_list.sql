-- Rise and fall: what came into an organisation in a period, and what went, across its border only.
--
-- A flow counts in an organisation if its cell was below it on the day and the cell at the other end
-- was not. Acts on organisations come first: of a merger (moved_in, moved_out) the old cell is
-- looked for on the day before. Who moved with the organisation was in a cell that came below it,
-- or went from below it and lives on.

-- What counts of the days from $from to $to.
-- @text border_hits
hit(kind, day, person, cell, other, fact) AS (
  SELECT f.kind, f.day, f.person, f.cell, f.other, f.fact FROM org_reach r CROSS JOIN member_flow f
  WHERE r.anc = $org AND r.from_day <= $to AND r.to_day >= $from AND {known r}
    AND f.cell = r.org AND f.day >= $from AND f.day <= $to AND {known f}
    AND f.kind IN ('taken_over', 'admitted', 'readmitted', 'restored', 'transfer_in', 'moved_in', 'transfer_out', 'moved_out', 'struck_off', 'resigned', 'expelled', 'deceased', 'annulled')
    AND CASE WHEN f.kind = 'moved_out' THEN f.day > r.from_day AND f.day <= r.to_day ELSE f.day >= r.from_day AND f.day < r.to_day END
    AND NOT EXISTS (SELECT 1 FROM org_reach o WHERE o.anc = $org AND o.org = f.other AND {known o}
      AND CASE WHEN f.kind = 'moved_in' THEN o.from_day < f.day AND o.to_day >= f.day ELSE o.from_day <= f.day AND o.to_day > f.day END)
  UNION ALL
  SELECT 'moved_in', r.from_day, s.person, s.cell, 0, 0 FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND r.from_day >= $from AND r.from_day <= $to AND {known r}
    AND s.cell = r.org AND s.counted = 1 AND s.from_day < r.from_day AND s.to_day >= r.from_day AND {known s}
    AND NOT EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = $org AND e.org = r.org AND e.to_day = r.from_day AND {known e})
  UNION ALL
  SELECT 'moved_out', r.to_day, s.person, s.cell, 0, 0 FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND r.to_day >= $from AND r.to_day <= $to AND {known r}
    AND s.cell = r.org AND s.counted = 1 AND s.from_day < r.to_day AND s.to_day >= r.to_day AND {known s}
    AND EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = r.org AND e.org = r.org AND e.from_day <= r.to_day AND e.to_day > r.to_day AND {known e})
    AND NOT EXISTS (SELECT 1 FROM org_reach e WHERE e.anc = $org AND e.org = r.org AND e.from_day = r.to_day AND {known e})
)

-- How many of each kind, and in which child they were; 0: in the organisation itself.
-- member_change_counts(org id, from day, to day, known int): kind cat, child id, n int
-- any order
WITH {border_hits}
SELECT k.kind, k.child, count(*) AS n FROM (
  SELECT h.kind, coalesce((SELECT min(c.org) FROM org_reach q JOIN org_spell c ON c.org = q.anc
    WHERE q.org = h.cell AND c.parent = $org AND {known q} AND {known c}
      AND CASE WHEN h.kind = 'moved_out' THEN q.from_day < h.day AND q.to_day >= h.day ELSE q.from_day <= h.day AND q.to_day > h.day END
      AND CASE WHEN h.kind = 'moved_out' THEN c.from_day < h.day AND c.to_day >= h.day ELSE c.from_day <= h.day AND c.to_day > h.day END), 0) AS child
  FROM hit h) k
GROUP BY k.kind, k.child

-- The persons behind them; kind '': of all kinds.
-- member_change_list(org id, from day, to day, known int, kind cat, limit int, skip int): kind cat, day day, person id, full_name text, birth_date day, cell_name text, other_name text, number text
WITH {border_hits}
SELECT h.kind, h.day, h.person, a.full_name, a.birth_date, c.name AS cell_name, coalesce(o.name, m.place) AS other_name, m.number
FROM hit h
JOIN member_spell k ON k.person = h.person AND {known k}
  AND k.from_day = (SELECT max(l.from_day) FROM member_spell l WHERE l.person = h.person AND l.from_day <= h.day AND {known l})
LEFT JOIN cat_entry e ON e.cat = 'member_flow' AND e.code = h.kind
LEFT JOIN person_spell a ON a.person = h.person AND a.from_day <= h.day AND a.to_day > h.day AND {known a}
LEFT JOIN org_spell c ON c.org = h.cell AND {known c}
  AND CASE WHEN h.kind = 'moved_out' THEN c.from_day < h.day AND c.to_day >= h.day ELSE c.from_day <= h.day AND c.to_day > h.day END
LEFT JOIN org_spell o ON o.org = h.other AND {known o}
  AND CASE WHEN h.kind = 'moved_in' THEN o.from_day < h.day AND o.to_day >= h.day ELSE o.from_day <= h.day AND o.to_day > h.day END
LEFT JOIN member_fact m ON m.person = h.person AND m.id = h.fact
WHERE ($kind = '' OR h.kind = $kind)
ORDER BY coalesce(e.pos, 99), h.day, k.sort_key, h.person, h.fact LIMIT $limit OFFSET $skip

-- Transfers from one child to another: they cancel out in the organisation, not in the child.
-- member_change_inner(org id, from day, to day, known int): kind cat, child id, n int
-- any order
SELECT k.kind, k.child, count(*) AS n FROM (
  SELECT f.kind, coalesce((SELECT min(c.org) FROM org_reach q JOIN org_spell c ON c.org = q.anc
    WHERE q.org = f.cell AND c.parent = $org AND {known q} AND {known c}
      AND q.from_day <= f.day AND q.to_day > f.day
      AND c.from_day <= f.day AND c.to_day > f.day), 0) AS child,
    coalesce((SELECT min(c.org) FROM org_reach q JOIN org_spell c ON c.org = q.anc
    WHERE q.org = f.other AND c.parent = $org AND {known q} AND {known c}
      AND q.from_day <= f.day AND q.to_day > f.day
      AND c.from_day <= f.day AND c.to_day > f.day), 0) AS far
  FROM org_reach r CROSS JOIN member_flow f
  WHERE r.anc = $org AND r.from_day <= $to AND r.to_day > $from AND {known r}
    AND f.cell = r.org AND f.day >= $from AND f.day <= $to AND f.day >= r.from_day AND f.day < r.to_day AND {known f}
    AND f.kind IN ('transfer_in', 'transfer_out')
    AND EXISTS (SELECT 1 FROM org_reach o WHERE o.anc = $org AND o.org = f.other AND o.from_day <= f.day AND o.to_day > f.day AND {known o})) k
WHERE k.child <> k.far
GROUP BY k.kind, k.child

-- Members at the end of a day.
-- member_change_stock(org id, day day, known int): n int
-- one row
SELECT count(*) AS n FROM org_reach r CROSS JOIN member_spell s
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.counted = 1 AND {on s}

-- The same by child; 0: in the organisation itself.
-- member_change_stocks(org id, day day, known int): child id, n int
-- any order
SELECT c.org AS child, count(*) AS n FROM org_spell c CROSS JOIN org_reach r CROSS JOIN member_spell s
WHERE c.parent = $org AND {on c}
  AND r.anc = c.org AND {on r}
  AND s.cell = r.org AND s.counted = 1 AND {on s}
GROUP BY c.org
UNION ALL
SELECT 0 AS child, count(*) AS n FROM member_spell s
WHERE s.cell = $org AND s.counted = 1 AND {on s}

-- The organisations directly below on any day of the period, with each of their names.
-- member_change_children(org id, from day, to day, known int): child id, name text
SELECT c.org AS child, c.name FROM org_spell c
WHERE c.parent = $org AND c.from_day <= $to AND c.to_day >= $from AND {known c}
ORDER BY c.sort_key, c.org, c.from_day
