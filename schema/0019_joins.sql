-- 0019: cases that have ended are found by how and when: what is kept of candidates who were not
-- admitted goes when its term is over.

CREATE INDEX flow_spell_ended ON flow_spell (state, from_day) WHERE open = 0 AND void_txn = 0;
