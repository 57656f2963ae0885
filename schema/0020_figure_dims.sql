-- 0020: organisations of which the totals alone are summed up, and by their children.
--
-- Kinds of which `summed` is 2 (rules/org-kinds.csv) have such nodes: docs/decisions/0024. Those of an
-- existing database come with its rules, and are made by the jobs process; until then they are
-- counted from the records.

-- 1: broken down by every dimension; 0: by children only.
ALTER TABLE figure_node ADD COLUMN dims @INT NOT NULL DEFAULT 1;
