-- Whether a page can look at each member of an organisation: org_wide.h.

-- Where a file goes on piece by piece: the organisations below, unless members stand in this one.
-- org_wide_children(org id, day day, known int): id id
SELECT c.org AS id FROM org_spell c
WHERE c.parent = $org AND {on c}
  AND NOT EXISTS (SELECT 1 FROM member_spell s WHERE s.cell = $org AND s.counted = 1 AND {on s})
ORDER BY c.sort_key, c.org

-- Counted no further than needed to know.
-- org_wide_count(org id, day day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT s.person FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND s.counted = 1 AND {on s}
  LIMIT $limit) k
