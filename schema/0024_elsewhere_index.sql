-- 0024: who is on the way or takes part elsewhere on a day: from their organisations, with their days.

DROP INDEX member_spell_transit;
DROP INDEX member_spell_transit_to;
DROP INDEX member_spell_host;
CREATE INDEX member_spell_transit ON member_spell (transit, to_day) WHERE transit <> 0;
CREATE INDEX member_spell_host ON member_spell (host, to_day) WHERE host <> 0;
-- They hold what the lists ask, or SQLite would go through everybody of a cell.
CREATE INDEX member_spell_going ON member_spell (cell, to_day, transit, counted, status, made_ms, void_ms) WHERE transit <> 0;
CREATE INDEX member_spell_hosted ON member_spell (cell, to_day, host, counted, made_ms, void_ms) WHERE host <> 0;
