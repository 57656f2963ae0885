-- The record of applied schema files: a table of the same name in both databases.
-- @part both

-- migration_list(): n int, name text, digest text
SELECT n, name, digest FROM schema_migration ORDER BY n

-- migration_add(n int, name text, digest text, at_ms int)
INSERT INTO schema_migration (n, name, digest, at_ms) VALUES ($n, $name, $digest, $at_ms)
