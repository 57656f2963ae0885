-- 0015: who is on the way on a day is found by the day until which they are, not among all who ever were.

CREATE INDEX member_spell_transit_to ON member_spell (to_day, void_ms) WHERE transit <> 0;
