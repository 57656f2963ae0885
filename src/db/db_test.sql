-- Statements of the room's own tests, on the tables of src/db/test/schema/.

-- thing_insert(id id, name text, day day, n int, flag bool,
--   bytes bytes)
INSERT INTO thing (id, name, day, n, flag, bytes) VALUES ($id, $name, $day, $n, $flag, $bytes)

-- thing_by_id(id id): bytes bytes, id id, name text, day day, n int, flag bool, note text
-- one row
SELECT bytes, id, name, day, n, flag, note FROM thing WHERE id = $id

-- thing_store(flag bool, id id, name text, n int, day day)
INSERT INTO thing (id, name, n, flag, day) VALUES ($id, $name, $n, $flag, $day)

-- thing_record(id id): name text, id id, day day, n int, flag bool, note text
-- one row
SELECT name, id, day, n, flag, note FROM thing WHERE id = $id

-- thing_all(): id id, name text, day day, n int, flag bool
SELECT id, name, day, n, flag FROM thing ORDER BY id

-- thing_names(): name text
SELECT name FROM thing ORDER BY name NULLS FIRST

-- thing_since(day day, low int): id id
SELECT id FROM thing WHERE day >= $day AND n + 1 > $low AND ($low > 0 OR day = $day) ORDER BY id

-- thing_like(pattern text): id id
SELECT id FROM thing WHERE name LIKE $pattern ESCAPE '\' ORDER BY id

-- thing_count(): n int
-- one row
SELECT count(*) AS n FROM thing

-- thing_sum(): n int
-- one row
SELECT sum(n) AS n FROM thing

-- thing_rename(id id, name text)
UPDATE thing SET name = $name WHERE id = $id

-- thing_raise(least int)
UPDATE thing SET n = n + 1 WHERE n >= $least

-- thing_made(id id, name text): id id, note text
INSERT INTO thing (id, name) VALUES ($id, $name) RETURNING id, note

-- thing_keep(id id, name text)
INSERT INTO thing (id, name) VALUES ($id, $name) ON CONFLICT (id) DO NOTHING

-- thing_either(a int, b text): word text
WITH w AS (SELECT 1 AS n) -- $nobody, and it's a comment
SELECT CASE WHEN CAST($a AS BIGINT) IS NULL THEN '$a "none"' ELSE $b END AS word FROM w
ORDER BY n;

-- part_insert(thing id, n int, word text)
INSERT INTO part (thing, n, word) VALUES ($thing, $n, $word)

-- part_of(thing id): word text
SELECT word FROM part WHERE thing = $thing ORDER BY n

-- duty_put(id id, on_call bool)
INSERT INTO duty (id, on_call) VALUES ($id, $on_call)
ON CONFLICT (id) DO UPDATE SET on_call = excluded.on_call

-- duty_on_call(): n int
-- one row
SELECT count(*) AS n FROM duty WHERE on_call = 1

-- thing_to(): to text
-- one row
SELECT name AS to_ FROM thing WHERE id = 1

-- thing_broken(): name int
-- one row: names are no numbers
SELECT name FROM thing WHERE id = 1

-- thing_misnamed(): number int
-- one row
SELECT n FROM thing WHERE id = 1

-- For the tests of migration.
-- @part both
-- record_alter(n int, digest text)
UPDATE schema_migration SET digest = $digest WHERE n = $n

-- record_remove(n int)
DELETE FROM schema_migration WHERE n = $n

-- @part side
-- look_insert(id id, what text)
INSERT INTO look (id, what) VALUES ($id, $what)

-- look_count(): n int
-- one row
SELECT count(*) AS n FROM look
