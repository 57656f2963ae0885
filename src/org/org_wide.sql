-- Whether a page can look at each member of an organisation: org_wide.h.

-- Counted no further than needed to know.
-- org_wide_count(org id, day day, known int, limit int): n int
-- one row
SELECT count(*) AS n FROM (SELECT s.person FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r}
    AND s.cell = r.org AND s.counted = 1 AND {on s}
  LIMIT $limit) k
