-- The overview asks the figure engine; this is all it asks itself.

-- The first organisation at the top; 0: there is none.
-- dash_top(day day, known int): org id
-- one row
SELECT coalesce(min(s.org), 0) AS org FROM org_spell s
WHERE s.parent = 0 AND {on s}
  AND NOT EXISTS (SELECT 1 FROM org_spell k
    WHERE k.parent = 0 AND {on k} AND (k.sort_key, k.org) < (s.sort_key, s.org))
