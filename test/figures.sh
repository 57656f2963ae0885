#!/bin/sh
# What indicators promise in the shell: for every code the same value as text, JSON and CSV, over all
# kinds of periods; targets, closings and predecessors. Speaks TAP. Usage: figures.sh GUONG
set -eu

guong=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/guong-figures-XXXXXX")
said=$work/said
. "$(dirname "$0")/tap.sh"
trap 'rm -rf "$work"' EXIT
db=$work/x.db

ask() { # CODE PERIOD FORMAT ARGUMENT...
	code=$1 period=$2 format=$3
	shift 3
	"$guong" figure "$code" --db "$db" --org tam-son --period "$period" --format "$format" "$@" 2>&1
}

# The value of JSON as written; of a rate the two numbers.
of_json() {
	sed -n 's/^{.*"to":"[^"]*","value":[^,]*,"numerator":\([0-9]*\),"denominator":\([0-9]*\),.*/\1 \2/p
		t
		s/^{.*"to":"[^"]*","value":\([0-9]*\),.*/\1/p'
}

# Header, then the line: code, org, from, to, value, and of a rate numerator and denominator.
of_csv() {
	sed -n '2p' | tr -d '\r' | awk -F, -v rate="$1" '{ print rate ? $6 " " $7 : $5 }'
}

"$guong" demo tam-son-2018 --db "$db" >/dev/null
codes=$("$guong" figures --db "$db" --format json | tr '{' '\n' | sed -n 's/.*"code":"\([a-z._]*\)".*/\1/p')
is "there are codes" 1 "$([ "$(echo "$codes" | wc -l)" -gt 30 ] && echo 1)"

set -- 2017 2018-Q2 2018-H1 2018-9M 2018-05 2018-08-31 2017-02-01..2018-04-30 2018
for code in $codes; do
	json=$(ask "$code" "$1" json | of_json)
	case $json in *' '*) rate=1 ;; *) rate= ;; esac
	is "$code of $1: JSON and CSV" "$json" "$(ask "$code" "$1" csv | of_csv "$rate")"
	text=$(ask "$code" "$1" text --lang en | head -n 1 | tr -d ,)
	[ -z "$rate" ] || text=$(ask "$code" "$1" text --lang en | sed -n 's/^.*(\([0-9,]*\) \/ \([0-9,]*\) .*/\1 \2/p' | head -n 1 | tr -d ,)
	is "$code of $1: JSON and text" "$json" "$text"
	period=$1
	shift
	set -- "$@" "$period"
done

is "Vietnamese thousands" 1 "$(ask member.total 2018-08-31 text | head -n 1 | grep -c '^285$')"
is "months add up to the year" "$(ask member.admitted 2017 json | of_json)" \
	"$(ask member.admitted 2017 json --by month | grep -o '"key":"2017-[0-9]*","value":[0-9]*' |
		sed 's/.*://' | awk '{ n += $1 } END { print n + 0 }')"
is "so do the children, and those that were" "$(ask member.deceased 2010..2018 json | of_json)" \
	"$(ask member.deceased 2010..2018 json --by org | sed 's/.*"rows"//' |
		grep -o '"value":[0-9]*' | sed 's/.*://' | awk '{ n += $1 } END { print n + 0 }')"
is "records are as many" "$(ask member.admitted 2017 json | of_json)" \
	"$(ask member.admitted 2017 json --records | grep -o '"full_name"' | wc -l | tr -d ' ')"
is "two dimensions" 1 "$(ask member.total 2018-08-31 json --by sex,age | grep -c '"key":"female,')"

act() {
	status=0
	"$guong" "$@" --db "$db" --lang en >"$said" 2>&1 || status=$?
	echo "$status"
}

is "a target is set" 0 "$(act target set tam-son --code member.admitted --period 2017 --value 10)"
is "the answer has it" 1 "$(ask member.admitted 2017 json | grep -c '"target":10,.*"target_rate":')"
is "and says how far" 1 "$(ask member.admitted 2017 text --lang en | grep -c '^Target for 2017: 10 of 10, 100% reached')"
printf 'org_code,code,period,value\ntam-son,member.away.rate,2017,at most 20%%\nnowhere,member.total,2017,5\n' >"$work/t.csv"
is "a file with an unknown organisation is refused" 7 "$(act import targets "$work/t.csv" --commit)"
sed -i '$d' "$work/t.csv"
is "without it, it is taken in" 0 "$(act import targets "$work/t.csv" --commit)"
id=$(grep -o '[0-9]\{12,\}' "$said" | tail -n 1)
is "a target of a rate is a ratio" 1 \
	"$(ask member.away.rate 2017 json | grep -c '"target":0.2,"target_bound":"most"')"
is "and is taken back" 0 "$(act import --undo "$id")"
is "a period is closed" 0 "$(act closing add tam-son --period 2017)"
is "the answer says so" 1 "$(ask member.total 2017-06 json | grep -c '"closing":{"id":.*"change":0}')"
is "one that runs is not" 7 "$(act closing add tam-son --period 2018)"
is "a rate has its base in text" 1 \
	"$(ask member.away.rate 2017 text --lang en | grep -c '% ([0-9]* / [0-9]* members)')"
is "an unknown code is named" 1 "$(ask member.nothing 2017 text --lang en | grep -c member.nothing)"
is "an unknown period too" 1 "$(ask member.total 2017-13 text --lang en | grep -c 2017-13)"

tap_end
