-- 0027: a stay says what is asked of everybody in it, so that nobody's papers are read for that: until
-- when a full member has no card (to_day: none was given; 0: there is one), and whether they came
-- back after leaving or are told by several records, so that their years are not those since the
-- admission alone.

ALTER TABLE member_spell ADD COLUMN cardless_to @DAY NOT NULL DEFAULT 0;
ALTER TABLE member_spell ADD COLUMN pieced @INT NOT NULL DEFAULT 0 CHECK (pieced IN (0, 1));

-- Of rows made before: by what was known when they were voided, or is known now.
UPDATE member_spell SET cardless_to = (
  SELECT CASE WHEN c.card <= member_spell.from_day THEN 0 WHEN c.card < member_spell.to_day THEN c.card ELSE member_spell.to_day END
  FROM (
    SELECT coalesce(min(CASE WHEN f.day % 10000 = 0 THEN f.day + 101 WHEN f.day % 100 = 0 THEN f.day + 1 ELSE f.day END), 99991231) AS card
    FROM member_fact f
    WHERE f.kind IN ('card_issued', 'card_exchanged', 'card_reissued')
      AND f.made_ms < member_spell.void_ms AND f.void_ms >= member_spell.void_ms
      AND (f.person = member_spell.person OR f.person IN (
        SELECT j.person FROM person_join j WHERE j.into_person = member_spell.person AND j.history = 'both'
          AND j.made_ms < member_spell.void_ms AND j.void_ms >= member_spell.void_ms))) c)
WHERE counted = 1 AND status = 'full';

CREATE INDEX member_spell_cardless ON member_spell (cell, cardless_to, from_day, made_ms, void_ms) WHERE cardless_to > 0;

UPDATE member_spell SET pieced = 1 WHERE EXISTS (
  SELECT 1 FROM member_fact f
  WHERE f.person = member_spell.person AND f.kind IN ('readmitted', 'restored')
    AND CASE WHEN f.day % 10000 = 0 THEN f.day + 101 WHEN f.day % 100 = 0 THEN f.day + 1 ELSE f.day END <= member_spell.from_day
    AND f.made_ms < member_spell.void_ms AND f.void_ms >= member_spell.void_ms)
  OR EXISTS (
  SELECT 1 FROM person_join j WHERE j.into_person = member_spell.person AND j.history = 'both'
    AND j.made_ms < member_spell.void_ms AND j.void_ms >= member_spell.void_ms);

DROP INDEX member_fact_back;
