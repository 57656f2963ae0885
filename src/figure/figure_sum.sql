-- Indicators from the summaries: figure_sum.h. A question is whole months ($m_from to before $m_to,
-- as yyyymm00) and the days of a month begun before and after them; empty where from is after to.

-- Over a single root the whole is the root.
-- figure_sum_root(): org id, n int
-- one row
SELECT min(org) AS org, count(*) AS n FROM figure_node WHERE root = 1

-- figure_sum_total(node id, figure text, m_from day, m_to day, a_from day, a_to day, b_from day, b_to day): n int
-- one row
SELECT (SELECT coalesce(sum(n), 0) FROM figure_sum WHERE node = $node AND figure = $figure AND dim = '' AND span = 'm' AND day >= $m_from AND day < $m_to)
  + (SELECT coalesce(sum(n), 0) FROM figure_sum WHERE node = $node AND figure = $figure AND dim = '' AND span = 'd' AND day >= $a_from AND day <= $a_to)
  + (SELECT coalesce(sum(n), 0) FROM figure_sum WHERE node = $node AND figure = $figure AND dim = '' AND span = 'd' AND day >= $b_from AND day <= $b_to) AS n

-- figure_sum_keys(node id, figure text, dim text, m_from day, m_to day, a_from day, a_to day, b_from day, b_to day): key text, n int
-- any order
SELECT key, n FROM figure_sum WHERE node = $node AND figure = $figure AND dim = $dim AND span = 'm' AND day >= $m_from AND day < $m_to
UNION ALL
SELECT key, n FROM figure_sum WHERE node = $node AND figure = $figure AND dim = $dim AND span = 'd' AND day >= $a_from AND day <= $a_to
UNION ALL
SELECT key, n FROM figure_sum WHERE node = $node AND figure = $figure AND dim = $dim AND span = 'd' AND day >= $b_from AND day <= $b_to

-- What changed in each month and on each day of some stretch: several questions at once.
-- figure_sum_series(node id, figure text, m_from day, m_to day, d_from day, d_to day): span text, day day, n int
-- any order
SELECT CAST('m' AS TEXT) AS span, day, CAST(sum(n) AS BIGINT) AS n FROM figure_sum
WHERE node = $node AND figure = $figure AND dim = '' AND span = 'm' AND day >= $m_from AND day < $m_to GROUP BY day
UNION ALL
SELECT CAST('d' AS TEXT) AS span, day, CAST(sum(n) AS BIGINT) AS n FROM figure_sum
WHERE node = $node AND figure = $figure AND dim = '' AND span = 'd' AND day >= $d_from AND day <= $d_to GROUP BY day

-- The kinds that an indicator of organisations counts, with the days on which it does.
-- figure_sum_kind_days(figure text, from day, to day): code text, from_day day, to_day day
SELECT c.code, r.from_day, r.to_day FROM cat_entry c JOIN org_figure_rule r ON r.kind IN (c.code, '*')
WHERE c.cat = 'org_kind' AND r.figure = $figure AND r.from_day <= $to AND r.to_day > $from
ORDER BY c.pos, c.code, r.from_day, r.to_day

-- The kinds that an indicator of organisations counts on a day, in their order.
-- figure_sum_kinds(figure text, day day): code text
SELECT c.code FROM cat_entry c
WHERE c.cat = 'org_kind' AND EXISTS (SELECT 1 FROM org_figure_rule r WHERE r.figure = $figure AND r.kind IN (c.code, '*') AND r.from_day <= $day AND r.to_day > $day)
ORDER BY c.pos, c.code

-- Did any cell come to a child of the node, or go, or the child itself, after a day and until another?
-- figure_sum_moved(org id, from day, to day): n int
-- one row
SELECT 1 AS n FROM org_spell c CROSS JOIN org_reach r
WHERE c.parent = $org AND c.from_day <= $to AND c.to_day > $from AND {live c} AND r.anc = c.org AND {live r}
  AND ((c.from_day > $from AND c.from_day <= $to) OR (c.to_day > $from AND c.to_day <= $to)
    OR (r.from_day > $from AND r.from_day <= $to) OR (r.to_day > $from AND r.to_day <= $to))
LIMIT 1

-- How the members of each child changed after a day and until another: who came to its cells, less
-- who left them. Those of the node itself are "own".
-- @text flow_balance
sum(CASE WHEN f.kind IN ('taken_over', 'admitted', 'readmitted', 'restored', 'transfer_in', 'moved_in') THEN 1
  WHEN f.kind IN ('transfer_out', 'moved_out', 'struck_off', 'resigned', 'expelled', 'deceased', 'annulled') THEN -1
  ELSE 0 END)

-- figure_sum_since(org id, from day, to day): key text, n int
-- any order
SELECT CAST(c.org AS TEXT) AS key, {flow_balance} AS n
FROM org_spell c CROSS JOIN org_reach r CROSS JOIN member_flow f
WHERE c.parent = $org AND c.from_day <= $to AND c.to_day > $to AND {live c}
  AND r.anc = c.org AND r.from_day <= $to AND r.to_day > $to AND {live r}
  AND f.cell = r.org AND f.day > $from AND f.day <= $to AND {live f}
GROUP BY c.org
UNION ALL
SELECT 'own' AS key, coalesce({flow_balance}, 0) AS n FROM member_flow f
WHERE f.cell = $org AND f.day > $from AND f.day <= $to AND {live f}
