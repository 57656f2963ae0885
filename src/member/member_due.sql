-- Who is due on a day: the terms are added in C, from the rules; here is what they count from.
-- Facts are those of the record and of records joined into it whose history is told there.

-- @text joined(s)
LEFT JOIN person_join j ON j.into_person = s.person AND j.history = 'both' AND {known j}

-- @text told(f)
(f.person = s.person OR f.person = j.person) AND f.day <= $day AND {known f}

-- Probationers, with the admission that counts; $start: nobody whose year began later.
-- member_due_probation(org id, day day, known int, start day): person id, full_name text, cell_name text, day day, second_day day
SELECT s.person, p.full_name, o.name AS cell_name, s.admitted_on AS day, f.second_day
FROM org_reach r CROSS JOIN member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}
{joined s}
LEFT JOIN member_fact f ON {told f} AND f.kind IN ('admitted', 'readmitted') AND f.day = s.admitted_on
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.counted = 1 AND {on s}
  AND s.status = 'probationary'
  AND CASE WHEN f.second_day <> 0 THEN f.second_day ELSE s.admitted_on END <= $start
ORDER BY s.sort_key, s.person, f.second_day DESC

-- Official members who may have the years of a badge: those admitted by $before in a year that is marked,
-- where a year begins with the month and day $begin (501), $years has a 1 for each that is asked ("": any)
-- and $base is the year before its first; and those whose years are put together from several stays or
-- records (gaps), whatever the day. With the highest badge awarded, and the last one proposed.
-- The year is asked first, since it leaves few. Names are read of those alone who are due.
-- member_due_badge(org id, day day, known int, before day, years text, base int, begin int): person id, cell id, day day, years int, proposed int, proposed_on day, gaps int
SELECT s.person, s.cell, s.admitted_on AS day,
  coalesce(max(CASE WHEN f.kind = 'badge_awarded' THEN f.years END), 0) AS years,
  coalesce(max(CASE WHEN f.kind = 'badge_proposed' THEN f.years END), 0) AS proposed,
  coalesce(max(CASE WHEN f.kind = 'badge_proposed' THEN f.day END), 0) AS proposed_on, s.pieced AS gaps
FROM org_reach r CROSS JOIN member_spell s
LEFT JOIN member_fact f ON f.person = s.person AND f.kind IN ('badge_awarded', 'badge_proposed') AND f.day <= $day AND {known f}
WHERE r.anc = $org AND {on r} AND s.cell = r.org
  AND (s.pieced = 1 OR (s.admitted_on > 0 AND s.admitted_on <= $before
    AND ($years = '' OR substr($years, CAST((s.admitted_on - $begin) / 10000 - $base AS INTEGER), 1) = '1')))
  AND s.counted = 1 AND s.status = 'full' AND {on s}
GROUP BY s.sort_key, s.person, s.cell, s.admitted_on, s.pieced
ORDER BY s.sort_key, s.person, s.cell, s.admitted_on, s.pieced

-- Of persons and cells.
-- member_due_names(ids text, day day, known int): i int, full_name text, cell_name text, birth_date day, member_no text
{given_pairs}
SELECT g.i, p.full_name, o.name AS cell_name, p.birth_date, p.member_no
FROM given g
LEFT JOIN person_spell p ON p.person = g.a AND {on p}
LEFT JOIN org_spell o ON o.org = g.b AND {on o}
ORDER BY g.i

-- Exemptions, absences and stays elsewhere that are to end; $year: the first day of the year, since
-- an end may be known to the year only.
-- member_due_ending(org id, day day, known int, year day, until day): person id, full_name text, cell_name text, kind cat, day day, until_day day, place text
SELECT s.person, p.full_name, o.name AS cell_name, f.kind, f.day, f.until_day, coalesce(h.name, f.place) AS place
FROM org_reach r CROSS JOIN member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}
{joined s}
JOIN member_fact f ON {told f} AND f.until_day >= $year AND f.until_day <= $until AND f.until_day <> 0
LEFT JOIN org_spell h ON h.org = f.other AND {on h}
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.counted = 1 AND {on s}
  AND (s.exempt = 1 OR s.away = 1 OR s.suspended = 1 OR s.host <> 0)
  AND ((f.kind = 'exempt' AND s.exempt = 1) OR (f.kind = 'away' AND s.away = 1) OR (f.kind = 'suspended' AND s.suspended = 1)
    OR (f.kind = 'hosted' AND s.host = f.other))
ORDER BY s.sort_key, s.person, f.kind, f.until_day, f.id

-- Guests whose stay is to end: at home they are outside the organisation.
-- $top: of which the organisation is a piece, or itself.
-- member_due_guests(org id, day day, known int, year day, until day, top id): person id, full_name text, cell_name text, kind cat, day day, until_day day, place text
SELECT s.person, p.full_name, h.name AS cell_name, f.kind, f.day, f.until_day, o.name AS place
FROM org_reach r CROSS JOIN member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell h ON h.org = s.host AND {on h}
LEFT JOIN org_spell o ON o.org = s.cell AND {on o}
{joined s}
JOIN member_fact f ON {told f} AND f.kind = 'hosted' AND f.other = s.host AND f.until_day >= $year AND f.until_day <= $until AND f.until_day <> 0
WHERE r.anc = $org AND {on r}
  AND s.host = r.org AND s.host <> 0 AND s.counted = 1 AND {on s}
  AND NOT EXISTS (SELECT 1 FROM org_reach q WHERE q.anc = $top AND q.org = s.cell AND {on q})
ORDER BY s.sort_key, s.person, f.kind, f.until_day, f.id

-- Letters made out and not yet received, the last one of a person first.
-- member_due_letters(org id, day day, known int): person id, full_name text, cell_name text, day day, second_day day, number text, place text
SELECT s.person, p.full_name, o.name AS cell_name, f.day, f.second_day, f.number, coalesce(t.name, f.place) AS place
FROM org_reach r CROSS JOIN member_spell s
JOIN person_spell p ON p.person = s.person AND {on p}
JOIN org_spell o ON o.org = s.cell AND {on o}
{joined s}
JOIN member_fact f ON {told f} AND f.kind = 'transfer_sent'
LEFT JOIN org_spell t ON t.org = s.transit AND {on t}
WHERE r.anc = $org AND {on r}
  AND s.cell = r.org AND s.counted = 1 AND {on s}
  AND s.transit <> 0
ORDER BY s.sort_key, s.person, f.day DESC, f.seq DESC, f.id
