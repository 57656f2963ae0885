#!/bin/sh
# What tools/sqlgen refuses, with the reason, and what it makes of what it takes. TAP.
# Usage: sqlgen_test.sh SQLGEN
set -eu

sqlgen=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-sqlgen-XXXXXX")
trap 'rm -rf "$dir"' EXIT
n=0
bad=0

told() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		bad=1
	fi
}

# refused REASON SQL: the statement ends the build, with these words
refused() {
	printf '%s\n' "$2" >"$dir/x.sql"
	if "$sqlgen" "$dir/x.h" "$dir/x.c" "$dir/x.sql" 2>"$dir/err"; then
		told 1 "refused: $1"
	else
		r=0
		grep -qF -e "$1" "$dir/err" || r=1
		told $r "refused: $1"
	fi
}

# made TEXT SQL: the table holds this text
made() {
	printf '%s\n' "$2" >"$dir/x.sql"
	r=0
	"$sqlgen" "$dir/x.h" "$dir/x.c" "$dir/x.sql" && grep -qF -e "$1" "$dir/x.c" || r=1
	told $r "made: $1"
}

refused 'no parameter y' '-- a(x int): n int
SELECT $x + $y AS n'
refused 'parameter x' '-- a(x int): n int
SELECT 1 AS n'
refused 'name (a new one) and type' '-- a(x number): n int
SELECT $x AS n'
refused 'name (a new one) and type' '-- a(x int, x int): n int
SELECT $x AS n'
refused 'stands twice' '-- a(): n int
SELECT 1 AS n
-- a(): n int
SELECT 2 AS n'
refused 'needs ORDER BY' '-- a(): n int
SELECT n FROM t'
refused 'needs ORDER BY' '-- a(): n int
SELECT n FROM (SELECT n FROM t ORDER BY n) s'
refused 'needs ORDER BY' '-- a(): n int
VALUES (1), (2)'
refused 'names no columns' '-- a(): n int
SELECT t.* FROM t ORDER BY n'
refused 'columns and returns none' '-- a(): n int
DELETE FROM t'
refused 'columns and returns none' '-- a()
SELECT 1 AS n'
refused 'goes on after' '-- a()
DELETE FROM t; DELETE FROM u'
refused 'has no end' "-- a(): t text
SELECT 'abc AS t"
refused 'LIKE no ESCAPE' "-- a(): n int
SELECT n FROM t WHERE x LIKE 'a%' ORDER BY n"
refused 'no complete signature' 'SELECT 1'
refused 'begins with DROP' '-- a()
DROP TABLE t'
for words in 'n::int' '"n"' 'now()' 'json_extract(n, 1)' 'iif(n, 1, 2)' 'GREATEST(n, 1)' \
	'group_concat(n)' 'string_agg(n)' 'instr(n, 1)' 'lower(n)' '[n]' 'n -> 1'; do
	refused 'is not portable' "-- a(): n int
SELECT $words AS n FROM t ORDER BY 1"
done
refused 'is not portable: OR' '-- a()
INSERT OR IGNORE INTO t (n) VALUES (1)'
refused 'is not portable: UPDATE' '-- a(): n int
SELECT n FROM t ORDER BY n FOR UPDATE'
refused 'is not portable: ILIKE' "-- a(): n int
SELECT n FROM t WHERE n ILIKE 'a' ORDER BY n"

made '"SELECT $2 AS n, $1 AS t"' '-- a(b text,
--   a int): n int,
--   t text
-- Explained in (a second) line.
SELECT $a AS n, $b AS t'
made "'\$a now() \\\"q\\\" it''s' AS t" "-- a(): t text
-- any order
SELECT '\$a now() \"q\" it''s' AS t -- now() \"q\" \$b
FROM x"
made 'true, "side", "", ""' '-- @part side
-- a()
WITH w AS (SELECT 1 AS n) INSERT INTO t (n) SELECT n FROM w'
made 'false, "main", "", "i"' '-- a(): n int
-- one row
WITH w AS (SELECT count(*) AS n FROM t) SELECT n FROM w'
made 'true, "main", "i", "ti"' '-- a(x day): a cat, b bool
UPDATE t SET a = $x RETURNING a, b'

made 'DELETE FROM org_term WHERE id = $1' '-- @text post_table
org_post
-- @text term_table
org_term
-- @each post term
-- x_<each>_gone(id id)
DELETE FROM {<each>_table} WHERE id = $id
-- @end'
made '"x_post_gone"' '-- @each post term
-- x_<each>_gone(id id)
DELETE FROM org_<each> WHERE id = $id
-- @end'
refused 'ends no block' '-- @end'
refused 'has no end' '-- @each post
-- x_<each>_gone(id id)
DELETE FROM org_<each> WHERE id = $id'
refused 'no words, or a block in a block' '-- @each post
-- @each term
-- @end'

echo "1..$n"
exit $bad
