-- 0026: who left the Party and came back: their years are counted from all that is told of them, and
-- nobody else's papers are read to know that.

CREATE INDEX member_fact_back ON member_fact (person, day, made_ms, void_ms) WHERE kind IN ('readmitted', 'restored');
