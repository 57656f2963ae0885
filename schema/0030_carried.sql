-- 0030: a table of SQLite is its primary key, so whatever a list asks of a stay lies there. PostgreSQL
-- keeps rows beside their keys: half of those it fetched for a list of today were void, and the rest
-- were told all they say for the fifty that are shown. Its keys carry along what lists ask.

@PGSQL ALTER TABLE member_spell DROP CONSTRAINT member_spell_pkey,
  ADD PRIMARY KEY (cell, counted, to_day, sort_key, person, from_day, txn)
  INCLUDE (made_ms, void_ms, status, admitted_on, pieced, exempt, away, suspended);
-- By name through everybody: where they are, too.
@PGSQL DROP INDEX member_spell_name;
@PGSQL CREATE INDEX member_spell_name ON member_spell (sort_key, person, counted, from_day, to_day, made_ms, void_ms, cell);
