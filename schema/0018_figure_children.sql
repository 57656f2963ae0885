-- 0018: every organisation with summaries is broken down by its children, not roots alone.
--
-- What was kept without them is made anew by the jobs process; until then it is counted from the
-- records.
UPDATE figure_node SET dirty = 1 WHERE root = 0;
