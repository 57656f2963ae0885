-- Indicators of cases: whose case an organisation has on a day, in a state that counts.

-- @text reached
reached(org) AS (
  SELECT r.org FROM org_reach r WHERE r.anc = $org AND {on r} AND ($own = 0 OR r.org = $org)
  UNION ALL
  SELECT t.org FROM org_spell o JOIN org_reach t ON t.anc = o.org AND {on t} WHERE $org = 0 AND o.parent = 0 AND {on o}
)

-- @text lacks
(CASE $figure
  WHEN 'candidate.no_mentor' THEN NOT EXISTS (SELECT 1 FROM flow_step m
    WHERE m.flow = s.flow AND m.step = 'mentor' AND m.day <= $day AND {known m})
  WHEN 'candidate.no_schooling' THEN NOT EXISTS (SELECT 1 FROM flow_step m
      WHERE m.flow = s.flow AND m.step = 'schooling' AND m.kind IN ('remedial_done', 'exception') AND m.day <= $day AND {known m})
    AND coalesce((SELECT c.pos FROM person_spell q JOIN cat_entry c ON c.cat = 'schooling' AND c.code = q.schooling
      WHERE q.person = s.person AND {on q}), 0)
      < CAST($least AS BIGINT)
  ELSE 1 = 1 END)

-- @text counted
s.proc = 'admission' AND {on s}
  AND EXISTS (SELECT 1 FROM org_figure_rule f WHERE f.figure = $figure AND f.kind = s.state AND f.from_day <= $day AND f.to_day > $day)
  AND {lacks}

-- figure_flow_value(figure text, org id, own int, least int, day day, known int): n int
-- one row
WITH {reached}
SELECT count(*) AS n FROM reached h CROSS JOIN flow_spell s WHERE s.org = h.org AND {counted}

-- figure_flow_by_state(figure text, org id, own int, least int, day day, known int): code text, n int
WITH {reached}
SELECT s.state AS code, count(*) AS n FROM reached h CROSS JOIN flow_spell s
LEFT JOIN cat_entry c ON c.cat = 'flow_state' AND c.code = s.state
WHERE s.org = h.org AND {counted}
GROUP BY s.state, c.pos ORDER BY coalesce(c.pos, 99), s.state

-- figure_flow_by_child(figure text, org id, least int, day day, known int): org id, code text, name text, n int
SELECT k.org, k.code, k.name, (SELECT count(*) FROM org_reach r CROSS JOIN flow_spell s
  WHERE r.anc = k.org AND {on r} AND s.org = r.org AND {counted}) AS n
FROM org_spell k WHERE k.parent = $org AND {on k}
ORDER BY k.sort_key, k.org

-- @text record
s.flow AS id, s.person, p.full_name, o.name AS cell_name, s.state, s.from_day AS since

-- @text names
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.org AND {on o}

-- figure_flow_records(figure text, org id, own int, least int, day day, known int, limit int): id id, person id, full_name text, cell_name text, state cat, since day
WITH {reached}
SELECT {record} FROM reached h CROSS JOIN flow_spell s {names}
WHERE s.org = h.org AND {counted}
ORDER BY s.flow LIMIT $limit

-- figure_flow_records_after(figure text, org id, own int, least int, day day, known int, after id, limit int): id id, person id, full_name text, cell_name text, state cat, since day
WITH {reached}
SELECT {record} FROM reached h CROSS JOIN flow_spell s {names}
WHERE s.org = h.org AND {counted} AND s.flow > $after
ORDER BY s.flow LIMIT $limit
