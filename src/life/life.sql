-- Cards: full members without one.
-- life_cardless(org id, day day, known int, limit int): person id, full_name text, cell_name text, member_no text, recognised_on day
SELECT s.person, p.full_name, o.name AS cell_name, p.member_no, s.official_on AS recognised_on
FROM org_reach r CROSS JOIN member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}
WHERE r.anc = $org AND {on r} AND s.cell = r.org AND s.cardless_to > 0 AND s.cardless_to > $day AND s.from_day <= $day AND {known s}
ORDER BY o.sort_key, s.sort_key, s.person LIMIT $limit

-- Full members whose last card is from before a day.
-- life_cards(org id, day day, known int, before day, limit int): person id, full_name text, cell_name text, member_no text, recognised_on day, card_no text, card_on day
SELECT c.person, p.full_name, o.name AS cell_name, p.member_no, c.official_on AS recognised_on,
  (SELECT f.number FROM member_fact f WHERE f.person = c.person AND f.day = c.card_on AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND {known f} ORDER BY f.seq DESC, f.id LIMIT 1) AS card_no,
  c.card_on
FROM (
  SELECT s.person, s.cell, s.sort_key, s.official_on,
    (SELECT max(f.day) FROM member_fact f WHERE f.person = s.person AND f.kind IN ('card_issued', 'card_exchanged', 'card_reissued') AND f.day <= $day AND {known f}) AS card_on
  FROM org_reach r CROSS JOIN member_spell s
  WHERE r.anc = $org AND {on r} AND s.cell = r.org AND s.counted = 1 AND s.status = 'full' AND {on s}) c
JOIN person_spell p ON p.person = c.person AND {on p}
JOIN org_spell o ON o.org = c.cell AND {on o}
WHERE c.card_on < $before
ORDER BY o.sort_key, c.sort_key, c.person LIMIT $limit

-- Members of a cell on the last day of a month, with what is told of it; the first day told of them, in
-- this record and in those that were joined into it.
-- life_dues_month(org id, day day, known int, month day, limit int, skip int): person id, full_name text, status cat, first_on day, joined_on day, id id, reason cat, good bool, paid_on day, note text
SELECT s.person, p.full_name, s.status,
  coalesce((SELECT min(f.day) FROM member_fact f WHERE f.person = s.person AND {known f}), 0) AS first_on,
  coalesce((SELECT min(f.day) FROM person_join j JOIN member_fact f ON f.person = j.person AND {known f} WHERE j.into_person = s.person AND {known j}), 0) AS joined_on,
  coalesce(d.id, 0) AS id, d.reason, coalesce(d.good, 0) AS good, coalesce(d.paid_on, 0) AS paid_on, d.note
FROM member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
LEFT JOIN dues_miss d ON d.person = s.person AND d.month = $month AND {known d}
WHERE s.cell = $org AND s.counted = 1 AND {on s}
ORDER BY s.sort_key, s.person LIMIT $limit OFFSET $skip

-- life_dues_size(org id, day day, known int): n int
-- one row
SELECT count(*) AS n FROM member_spell s WHERE s.cell = $org AND s.counted = 1 AND {on s}

-- What was said of badges, given by person and years, in this record and in those that were joined into it; the
-- last word last.
-- life_badge_said(ids text, known int): person id, years int, kind cat, number text, day day
{given_pairs}
SELECT t.person, t.years, t.kind, t.number, t.day FROM (
  SELECT g.a AS person, f.years, f.kind, f.number, f.day, f.seq, f.id FROM given g CROSS JOIN member_fact f
  WHERE f.person = g.a AND f.years = g.b AND f.kind IN ('badge_proposed', 'badge_awarded', 'badge_deferred', 'badge_refused') AND {known f}
  UNION ALL
  SELECT g.a, f.years, f.kind, f.number, f.day, f.seq, f.id FROM given g CROSS JOIN person_join j CROSS JOIN member_fact f
  WHERE j.into_person = g.a AND j.history = 'both' AND {known j}
    AND f.person = j.person AND f.years = g.b AND f.kind IN ('badge_proposed', 'badge_awarded', 'badge_deferred', 'badge_refused') AND {known f}) t
ORDER BY t.day, t.seq, t.id
