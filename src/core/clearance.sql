-- Whose fields may be shown: core/clearance.

-- Are there cells below the organisation? Without any, "it" and "it and below" are the same people.
-- grant_cells_below(org id, day day, known int): n int
-- one row
SELECT count(*) AS n FROM (SELECT r.org FROM org_reach r
  JOIN org_spell s ON s.org = r.org AND {on s}
  JOIN org_kind_rule k ON k.kind = s.kind AND k.cell = 1 AND k.from_day <= $day AND k.to_day > $day
  WHERE r.anc = $org AND r.org <> $org AND {on r} LIMIT 1) x

-- Of what was below it on the day: is anything, as things stand now, no longer below $over? Of what
-- has ended its last day counts.
-- clearance_gone(org id, over id, day day, known int, today day): n int
-- one row
SELECT count(*) AS n FROM (SELECT r.org FROM org_reach r
  WHERE r.anc = $org AND {on r}
    AND EXISTS (SELECT 1 FROM org_reach u WHERE u.anc = r.org AND u.org = r.org AND {live u}
      AND u.from_day <= $today AND NOT EXISTS (SELECT 1 FROM org_reach t
        WHERE t.anc = $over AND t.org = r.org AND {live t} AND t.from_day <= $today
          AND (t.to_day > $today OR t.to_day >= u.to_day)))
  LIMIT 1) x
