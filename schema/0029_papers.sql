-- 0029: what lists of many ask of a few papers alone: they stand side by side here, where those of a
-- person lie among all their papers, and those of a district all over the file.

CREATE INDEX member_fact_badge ON member_fact (person, kind, years, day, made_ms, void_ms)
  WHERE kind IN ('badge_awarded', 'badge_proposed');
CREATE INDEX member_fact_sent ON member_fact (person, day, made_ms, void_ms) WHERE kind = 'transfer_sent';
CREATE INDEX member_fact_hosted ON member_fact (person, day, seq, until_day, place, made_ms, void_ms) WHERE kind = 'hosted';
