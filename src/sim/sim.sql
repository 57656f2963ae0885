-- Villages of a simulation: who of a cell might head one.

-- sim_candidates(cell id, limit int): person id, from_day day
SELECT s.person, s.from_day FROM member_spell s
WHERE s.cell = $cell AND s.to_day = 99991231 AND s.counted = 1 AND s.exempt = 0 AND {live s}
ORDER BY s.sort_key, s.person LIMIT $limit
