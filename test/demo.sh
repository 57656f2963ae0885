#!/bin/sh
# What the samples must give back: the figures of the articles, asked for from the shell as JSON.
# Speaks TAP. With GUONG_TEST_PG (test/pg.sh), the samples are made on PostgreSQL.
#
#	test/demo.sh build/guong test/data/expected-figures.csv SCENARIO...
set -eu

guong=$1
expected=$2
shift 2
dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-demo-XXXXXX")
said=$dir/said
. "$(dirname "$0")/tap.sh"
base=guong_demo_$$

# psql with the first address alone: a database can be made on one server only
drop() {
	[ -z "${GUONG_TEST_PG:-}" ] ||
		psql -qX "$GUONG_TEST_PG" -c "DROP DATABASE IF EXISTS $base WITH (FORCE)" 2>/dev/null || true
}
trap 'rm -rf "$dir"; drop' EXIT

make() { # SCENARIO
	db=$dir/$1.db
	if [ -n "${GUONG_TEST_PG:-}" ]; then
		drop
		psql -qX "$GUONG_TEST_PG" -c "CREATE DATABASE $base TEMPLATE template0 ENCODING 'UTF8'"
		db="$GUONG_TEST_PG dbname=$base"
	fi
	"$guong" demo "$1" --db "$db" >"$said" 2>&1 || cat "$said"
}

json() {
	"$guong" "$@" --db "$db" --format json
}

# The value of a figure; of a rate its two numbers, "175/184"; with a target "152 of 120, 127%"
value() { # CODE ORG PERIOD
	json figure "$1" --org "$2" --period "$3" | awk '
	function part(name) {
		if (!match($0, "\"" name "\": ?[-0-9.]+"))
			return ""
		text = substr($0, RSTART, RLENGTH)
		sub(/^.*: ?/, "", text)
		return text
	}
	{ all = all $0 }
	END {
		$0 = all
		out = part("numerator") != "" ? part("numerator") "/" part("denominator") : part("value")
		if (part("target") != "")
			out = out sprintf(" of %s, %.0f%%", part("target"), 100 * part("target_rate"))
		print out
	}'
}

figures() { # SCENARIO
	tail -n +2 "$expected" | while IFS=, read -r scenario org code period wanted; do
		[ "$scenario" != "$1" ] && [ "$1" != all ] || echo "$org,$code,$period,$wanted"
	done >"$dir/rows"
	while IFS=, read -r org code period wanted; do
		wanted=$(echo "$wanted" | tr ';' ',')
		is "$code of $org, $period" "$wanted" "$(value "$code" "$org" "$period")"
	done <"$dir/rows"
	is "there are figures of $1" 1 "$([ -s "$dir/rows" ] && echo 1)"
}

# the nine villages of either report are the same nine
names() {
	json village list moc-chau --state "$1" | tr '{' '\n' | sed -n 's/.*"code": *"\([^"]*\)".*/\1/p' | sort
}

# An option that takes a number says so, under its own name.
numbers() {
	"$guong" "$@" --db "$dir/none.db" 2>&1 | grep -c -- '--[a-z]* nhận một số nguyên từ' || true
}
is "members are a number" 1 "$(numbers simulate --members abc --years 1 --seed 1)"
is "so are workers" 1 "$(numbers serve --workers none)"

# Of each alone and all together the rows are the same: on PostgreSQL together is enough.
[ -z "${GUONG_TEST_PG:-}" ] || set -- all

for scenario in "$@"; do
	make "$scenario"
	figures "$scenario"
	if [ "$scenario" = moc-chau-2022 ] || [ "$scenario" = all ]; then
		is "the nine villages of both reports" "$(names head_not_member)" "$(names not_combined)"
		is "they are nine" 9 "$(names not_combined | wc -l)"
	fi
	if [ "$scenario" = all ]; then
		is "the year of a place is its own below the others" "$(($(value member.admitted moc-chau 2022) +
			$(value member.admitted muong-ang 2022) + $(value member.admitted tam-son 2022)))" \
			"$(value member.admitted demo 2022)"
	fi
	is "nothing is wrong" 0 "$("$guong" check --db "$db" >/dev/null 2>&1; echo $?)"
done
tap_end
