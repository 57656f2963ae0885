#!/bin/sh
# What a scenario must give back (figures), asked for from the shell: TAP.
#
#	test/demo.sh build/guong
set -eu

guong=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-demo-XXXXXX")
trap 'rm -rf "$dir"' EXIT
db=$dir/x.db
n=0

# ok CODE PERIOD EXPECTED: the first line of the answer, in English
ok() {
	n=$((n + 1))
	got=$("$guong" figure "$1" --db "$db" --org "$root" --period "$2" --lang en | head -n 1)
	if [ "$got" = "$3" ]; then
		echo "ok $n - $1 $2"
	else
		echo "not ok $n - $1 $2: $got instead of $3"
	fi
}

# is NAME EXPECTED GOT
is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1: $3 instead of $2"
	fi
}

json() {
	"$guong" "$@" --db "$db" --format json
}

"$guong" demo moc-chau-2022 --db "$db" >/dev/null
root=moc-chau
ok commune.total 2022 15
ok org.grassroots 2022 48
ok village.total 2022 184
ok village.secretary_is_head 2021-12-31 136
ok village.secretary_is_head 2022 175
ok village.head_not_member 2021-12-31 48
ok village.head_not_member 2022 9
ok village.head_admitted 2022 39
ok village.no_member 2022 1
ok village.no_cell 2022 4
ok member.admitted 2022 128

rate=$(json figure village.secretary_is_head.rate --org moc-chau --period 2022)
is "the rate carries both its numbers" "175 184" \
	"$(echo "$rate" | tr -d ' \n' | sed 's/.*"numerator":\([0-9]*\).*"denominator":\([0-9]*\).*/\1 \2/')"

# the nine villages of either report are the same nine
names() {
	json village list moc-chau --state "$1" | tr '{' '\n' | sed -n 's/.*"code": *"\([^"]*\)".*/\1/p' | sort
}
is "the nine villages of both reports" "$(names head_not_member)" "$(names not_combined)"
is "they are nine" 9 "$(names not_combined | wc -l)"
is "nothing is wrong" 0 "$("$guong" check --db "$db" >/dev/null 2>&1; echo $?)"
echo "1..$n"
