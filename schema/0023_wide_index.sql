-- 0023: what pages of large organisations look for among all of them: registers that were opened
-- after a day, and who was struck off within a year.

CREATE INDEX org_act_open ON org_act (day, org) WHERE act = 'open';
CREATE INDEX member_flow_struck_off ON member_flow (day, cell, person) WHERE kind = 'struck_off';
