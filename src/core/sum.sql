-- Summaries of indicators: core/sum.h.

-- sum_nodes(): org id, root int, dims int, dirty int, daily_from day, daily_to day
SELECT org, root, dims, dirty, daily_from, daily_to FROM figure_node ORDER BY org

-- sum_node(org id): org id, root int, dims int, dirty int, daily_from day, daily_to day
-- one row
SELECT org, root, dims, dirty, daily_from, daily_to FROM figure_node WHERE org = $org

-- Members on a day: the months before its own ($month: yyyymm00) and the days of that.
-- $also: of those as well.
-- sum_stock(org id, month day, day day, also text): n int
-- one row
SELECT (SELECT coalesce(sum(n), 0) FROM figure_sum WHERE node = $org AND figure IN ('full', $also) AND dim = '' AND span = 'm' AND day < $month)
  + (SELECT coalesce(sum(n), 0) FROM figure_sum WHERE node = $org AND figure IN ('full', $also) AND dim = '' AND span = 'd' AND day > $month AND day <= $day) AS n

-- By child: the months before $before, and the days from then to $day.
-- sum_stock_children(org id, before day, day day): key text, n int
-- any order
SELECT k.key, CAST(sum(k.n) AS BIGINT) AS n FROM (
  SELECT key, n FROM figure_sum WHERE node = $org AND figure IN ('full', 'probationary') AND dim = 'org' AND span = 'm' AND day < $before
  UNION ALL
  SELECT key, n FROM figure_sum WHERE node = $org AND figure IN ('full', 'probationary') AND dim = 'org' AND span = 'd' AND day > $before AND day <= $day) k
GROUP BY k.key

-- sum_node_insert(org id, root int, dims int, dirty int, daily_from day, daily_to day)
INSERT INTO figure_node (org, root, dims, dirty, daily_from, daily_to)
VALUES ($org, $root, $dims, $dirty, $daily_from, $daily_to)
ON CONFLICT (org) DO UPDATE SET root = excluded.root, dims = excluded.dims, dirty = excluded.dirty,
  daily_from = excluded.daily_from, daily_to = excluded.daily_to

-- sum_node_spoil(org id, ms int)
UPDATE figure_node SET dirty = $ms WHERE org = $org

-- Made anew of what had been written by an instant: what came later made it dirty again, or added rows.
-- sum_node_clean(org id, ms int)
UPDATE figure_node SET dirty = 0 WHERE org = $org AND dirty <= $ms

-- A node that has to be made anew.
-- sum_node_dirty(): org id
-- one row
SELECT min(org) AS org FROM figure_node WHERE dirty <> 0

-- sum_node_clear(org id, ms int)
DELETE FROM figure_sum WHERE node = $org AND (txn = 0 OR txn IN (SELECT t.id FROM txn t WHERE t.at_ms <= $ms))

-- Which organisations should have summaries: those that ever had nobody above, or are of such a kind.
-- sum_node_wanted(): org id, root int, dims int
SELECT s.org, max(CASE WHEN s.parent = 0 THEN 1 ELSE 0 END) AS root,
  max(CASE WHEN s.parent = 0 OR EXISTS (SELECT 1 FROM org_kind_rule k WHERE k.kind = s.kind AND k.summed = 1) THEN 1 ELSE 0 END) AS dims
FROM org_spell s
WHERE {live s} AND (s.parent = 0 OR EXISTS (SELECT 1 FROM org_kind_rule k WHERE k.kind = s.kind AND k.summed > 0))
GROUP BY s.org ORDER BY s.org

-- sum_kinds(): kind cat, dims int
SELECT kind, max(CASE WHEN summed = 1 THEN 1 ELSE 0 END) AS dims FROM org_kind_rule WHERE summed > 0
GROUP BY kind ORDER BY kind

-- What an organisation was, and what those above it were.
-- sum_place(org id): org id, anc id, from_day day, to_day day, parent id, kind cat, sector cat, spell_from day, spell_to day
SELECT r.org, r.anc, r.from_day, r.to_day, s.parent, s.kind, s.sector, s.from_day AS spell_from, s.to_day AS spell_to
FROM org_reach r JOIN org_spell s ON s.org = r.anc AND s.from_day < r.to_day AND s.to_day > r.from_day AND {live s}
WHERE r.org = $org AND {live r}
ORDER BY r.anc, r.from_day, s.from_day

-- The same of everybody that is below one, or was.
-- sum_place_below(anc id): org id, anc id, from_day day, to_day day, parent id, kind cat, sector cat, spell_from day, spell_to day
SELECT r.org, r.anc, r.from_day, r.to_day, s.parent, s.kind, s.sector, s.from_day AS spell_from, s.to_day AS spell_to
FROM (SELECT DISTINCT b.org FROM org_reach b WHERE b.anc = $anc AND {live b}) p
CROSS JOIN org_reach r CROSS JOIN org_spell s
WHERE r.org = p.org AND {live r} AND s.org = r.anc AND s.from_day < r.to_day AND s.to_day > r.from_day AND {live s}
ORDER BY r.org, r.anc, r.from_day, s.from_day

-- The same of all: what they were...
-- sum_places_self(): org id, parent id, kind cat, sector cat, from_day day, to_day day
SELECT s.org, s.parent, s.kind, s.sector, s.from_day, s.to_day FROM org_spell s
WHERE {live s} ORDER BY s.org, s.from_day

-- ... which nodes they were below...
-- sum_places_below(node id): org id, from_day day, to_day day
SELECT r.org, r.from_day, r.to_day FROM org_reach r
WHERE r.anc = $node AND {live r} ORDER BY r.org, r.from_day

-- ... and which child of a node.
-- sum_places_child(node id): org id, child id, from_day day, to_day day, child_from day, child_to day
SELECT r.org, c.org AS child, r.from_day, r.to_day, c.from_day AS child_from, c.to_day AS child_to
FROM org_spell c JOIN org_reach r ON r.anc = c.org AND r.from_day < c.to_day AND r.to_day > c.from_day AND {live r}
WHERE c.parent = $node AND {live c}
ORDER BY c.org, r.org, c.from_day, r.from_day

-- sum_insert(txn id, node id, figure text, dim text, span text, day day, key text, n int)
INSERT INTO figure_sum (node, figure, dim, span, day, key, txn, n)
VALUES ($node, $figure, $dim, $span, $day, $key, $txn, $n)
ON CONFLICT (node, figure, dim, span, day, key, txn) DO UPDATE SET n = figure_sum.n + excluded.n

-- sum_insert_many(txn id, a1 id, b1 text, c1 text, d1 text, e1 day, f1 text, g1 int, a2 id, b2 text, c2 text, d2 text, e2 day, f2 text, g2 int, a3 id, b3 text, c3 text, d3 text, e3 day, f3 text, g3 int, a4 id, b4 text, c4 text, d4 text, e4 day, f4 text, g4 int, a5 id, b5 text, c5 text, d5 text, e5 day, f5 text, g5 int, a6 id, b6 text, c6 text, d6 text, e6 day, f6 text, g6 int, a7 id, b7 text, c7 text, d7 text, e7 day, f7 text, g7 int, a8 id, b8 text, c8 text, d8 text, e8 day, f8 text, g8 int)
INSERT INTO figure_sum (txn, node, figure, dim, span, day, key, n)
VALUES ($txn, $a1, $b1, $c1, $d1, $e1, $f1, $g1), ($txn, $a2, $b2, $c2, $d2, $e2, $f2, $g2), ($txn, $a3, $b3, $c3, $d3, $e3, $f3, $g3), ($txn, $a4, $b4, $c4, $d4, $e4, $f4, $g4), ($txn, $a5, $b5, $c5, $d5, $e5, $f5, $g5), ($txn, $a6, $b6, $c6, $d6, $e6, $f6, $g6), ($txn, $a7, $b7, $c7, $d7, $e7, $f7, $g7), ($txn, $a8, $b8, $c8, $d8, $e8, $f8, $g8)
ON CONFLICT (node, figure, dim, span, day, key, txn) DO UPDATE SET n = figure_sum.n + excluded.n

-- Finished transactions whose rows stand apart, and putting those of one together with the rest.
-- sum_fold_txn(): txn id
-- one row
SELECT min(txn) AS txn FROM figure_sum WHERE txn <> 0

-- sum_fold_add(txn id)
INSERT INTO figure_sum (node, figure, dim, span, day, key, txn, n)
SELECT f.node, f.figure, f.dim, f.span, f.day, f.key, 0, f.n FROM figure_sum f WHERE f.txn = $txn AND f.txn <> 0
ON CONFLICT (node, figure, dim, span, day, key, txn) DO UPDATE SET n = figure_sum.n + excluded.n

-- sum_fold_drop(txn id)
DELETE FROM figure_sum WHERE txn = $txn AND txn <> 0

-- sum_all(node id): figure text, dim text, span text, day day, key text, n int
SELECT figure, dim, span, day, key, n FROM figure_sum WHERE node = $node
ORDER BY figure, dim, span, day, key, txn
