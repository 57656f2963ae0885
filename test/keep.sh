#!/bin/sh
# The whole program's database: backed up, verified, restored, copied to the other engine and back;
# every export and every page stays the same byte for byte. Speaks TAP. Usage: keep.sh GUONG
# With GUONG_TEST_PG (test/pg.sh), the database in the middle is PostgreSQL's.
set -eu

guong=$(realpath "$1")
dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-keep-XXXXXX")
base=guong_keep_sh_$$
number=0
failed=0

stop() {
	cd /
	rm -rf "$dir"
	[ -z "${GUONG_TEST_PG:-}" ] || psql -qX "$GUONG_TEST_PG" -c "DROP DATABASE IF EXISTS $base WITH (FORCE)" || true
}
trap stop EXIT
unset GUONG_KEY GUONG_DB CREDENTIALS_DIRECTORY
cd "$dir"

told() { # STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=1
		echo "not ok $number - $2"
		sed 's/^/# /' out err 2>/dev/null | head -n 30
	fi
}

# good NAME COMMAND...: ends well
good() {
	name=$1
	shift
	status=0
	"$@" >out 2>err || status=$?
	told $status "$name"
}

# bad STATUS WORDS COMMAND...: ends with that status and says these words
bad() {
	want=$1 words=$2
	shift 2
	status=0
	"$@" >out 2>err || status=$?
	r=0
	[ "$status" = "$want" ] && grep -qF -e "$words" err || r=1
	told $r "refused: $words"
}

# Everything that leaves the database as a file, and some pages.
exports() { # DB DIRECTORY
	mkdir "$2"
	for day in 2012-01-01 2016-12-31 2018-08-31; do
		for task in "org list" "org all tam-son" "export orgs" "export posts tam-son" \
			"export org_changes" "member list tam-son --all" "member roster tam-son" \
			"member changes tam-son" "figures"; do
			# shellcheck disable=SC2086
			"$guong" $task --db "$1" --day "$day" --format csv >"$2/$day $task" 2>&1 || true
		done
	done
	"$guong" org history tam-son --db "$1" --format json >"$2/history"
}

same() { # NAME DIRECTORY DIRECTORY
	r=0
	diff -r "$2" "$3" >out 2>err || r=1
	[ "$(cat "$2"/* | wc -c)" -gt 20000 ] || r=1
	told $r "$1"
}

middle=m.db
if [ -n "${GUONG_TEST_PG:-}" ]; then
	psql -qX "$GUONG_TEST_PG" -c "CREATE DATABASE $base TEMPLATE template0 ENCODING 'UTF8'"
	middle="$GUONG_TEST_PG dbname=$base"
fi

good "a database" "$guong" demo tam-son-2018 --db a.db
bad 2 "GUONG_KEY" "$guong" backup --db a.db --to a.gb
bad 5 "guong key new --file k" "$guong" backup --db a.db --to a.gb --key k
good "a key" "$guong" key new --file k
chmod 0640 k
bad 4 "chmod 600 k" "$guong" backup --db a.db --to a.gb --key k
chmod 0600 k
good "a backup" "$guong" backup --db a.db --to a.gb --key k
r=0
[ "$(stat -c %a a.gb)" = 600 ] && ! grep -qa 'Tam Sơn' a.gb && ! grep -qaF "$(cut -d' ' -f4 k)" out err || r=1
told $r "it is private and shows nothing, nor does the command show the key"
bad 7 "a.gb" "$guong" backup --db a.db --to a.gb --key k
good "it is verified" "$guong" backup verify a.gb --key k
good "an upgrade of what is up to date" "$guong" upgrade --db a.db --backup up.gb --key k
r=0
[ ! -e up.gb ] || r=1
told $r "takes no backup"
bad 2 "backup" "$guong" upgrade --db a.db
bad 11 "none.db" "$guong" upgrade --db none.db --backup up.gb --key k
mkdir tmp
TMPDIR=$dir/tmp "$guong" backup verify a.gb --key k >out 2>err
told "$(find tmp -mindepth 1 | wc -l)" "and nothing is left of the trial"
good "a second key" env GUONG_KEY=k "$guong" key new
good "the old backup goes with it" "$guong" backup verify a.gb --key k
good "restored" "$guong" restore --from a.gb --to b.db --key k
bad 7 "đã có bảng" "$guong" restore --from a.gb --to b.db --key k
good "another key" "$guong" key new --file other
bad 5 "$(sed -n 2p k | cut -d' ' -f2)" "$guong" restore --from a.gb --to c.db --key other
head -c 5000 a.gb >cut.gb
bad 9 "cut.gb" "$guong" backup verify cut.gb --key k
bad 9 "a.db" "$guong" restore --from a.db --to c.db --key k
good "copied" "$guong" copy --from b.db --to "$middle"
good "backed up there" "$guong" backup --db "$middle" --to m.gb --key k
good "restored from there" "$guong" restore --from m.gb --to d.db --key k
good "copied back" "$guong" copy --from "$middle" --to e.db
bad 7 "đã có bảng" "$guong" copy --from e.db --to "$middle"
for db in a b "$middle" d e; do
	name=$(echo "$db" | sed 's/.* dbname=.*/middle/; s/\.db$//')
	[ "$db" = "$middle" ] || db=$db.db
	exports "$db" "x-$name"
done
for name in x-*; do
	[ "$name" = x-a ] || same "the exports are the same: $name" x-a "$name"
done

echo "1..$number"
exit $failed
