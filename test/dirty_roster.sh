#!/bin/sh
# A roster of 2,128 people in a dirty workbook, from the file to the register and back, in the
# shell. Speaks TAP. Usage: dirty_roster.sh GUONG DIRTY_ROSTER
set -eu

guong=$1
maker=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/guong-roster-XXXXXX")
said=$work/said
. "$(dirname "$0")/tap.sh"
trap 'rm -rf "$work"' EXIT
db=$work/x.db

take() { # ARGUMENT...: what the import says goes to said, the exit status is printed
	status=0
	"$guong" import "$@" --db "$db" --lang en >"$said" 2>&1 || status=$?
	echo "$status"
}

"$guong" init --db "$db" --site "Thử" --today 31/12/2016 >/dev/null
"$maker" orgs "$work/orgs.csv"
"$maker" dirty "$work/dirty.xlsx"
"$maker" mended "$work/mended.xlsx"
roster="--every-sheet --under muong-ang --opened-on 31/12/2016"

is "the organisations are taken in" 0 "$(take orgs "$work/orgs.csv" --commit)"
# shellcheck disable=SC2086
is "a dirty roster is refused" 7 "$(take members "$work/dirty.xlsx" $roster --commit)"
for reason in "31/2/1970" "before the admission" "Người rừng" "Chi bộ bản Không Có" \
	"Same name, birth and cell"; do
	is "told: $reason" 1 "$(grep -c "$reason" "$said")"
done
# shellcheck disable=SC2086
is "namesakes block the mended one" 7 "$(take members "$work/mended.xlsx" $roster --commit)"
is "both pairs of them" 2 "$(grep -c 'Same name and birth as' "$said")"
# shellcheck disable=SC2086
is "accepted, it is taken in" 0 \
	"$(take members "$work/mended.xlsx" $roster --commit --accept-warnings)"
id=$(grep -o '[0-9]\{12,\}' "$said" | tail -n 1)
is "2,128 people" 2128 "$("$guong" figure member.total --db "$db" --org muong-ang \
	--period 2016-12-31 --lang en | head -n 1 | tr -d ,)"
# shellcheck disable=SC2086
is "the same again brings nothing" 7 "$(take members "$work/mended.xlsx" $roster --commit)"
is "for all of it is known" 1 "$(grep -c '^Rows unchanged *2,128' "$said")"
is "it is taken back" 0 "$(take --undo "$id")"
is "nobody is left" 0 "$("$guong" figure member.total --db "$db" --org muong-ang \
	--period 2016-12-31 --lang en | head -n 1)"

tap_end
