-- 0019: cases that have ended are found by how and when: what is kept of candidates who were not
-- admitted goes when its term is over.

CREATE INDEX flow_spell_ended ON flow_spell (state, from_day) WHERE open = 0 AND void_txn = 0;

-- Open cases in the order of their lists: over a large reach they are read from here, and asked for
-- their organisation.
CREATE INDEX flow_spell_open ON flow_spell (from_day, flow) WHERE open = 1 AND to_day = 99991231 AND void_txn = 0;
