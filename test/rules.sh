#!/bin/sh
# Every rule that the program asks for exists, and every rule that exists is asked for or said to be
# kept for a part to come (src/core/rule_uses.def). Speaks TAP.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# code, tab, its pages ("" if it is kept for later)
sed -n 's/^RULE("\([^"]*\)", [A-Z]*, [A-Z]*, [^,]*, "[a-z]*"\(.*\))$/\1\t\2/p' \
	"$root/src/core/rule_uses.def" >"$tmp/uses"
cut -f1 "$tmp/uses" | sort >"$tmp/codes"
tail -n +2 "$root/rules/rules.csv" | cut -d, -f1 | sort -u >"$tmp/values"

# what is asked for in words of the program, and every such text in its sources
find "$root/src" -name '*.[ch]' ! -name '*_test.c' -exec cat {} + | tr '\n' ' ' |
	grep -oE '\brule_(number|number_now|numbers|term|share|word|words|due|at|read|read_known)\([^;"]*"[a-z0-9_.]+"' |
	sed 's/.*"\(.*\)"/\1/' | sort -u >"$tmp/asked"
find "$root/src" \( -name '*.c' -o -name '*.def' \) ! -name '*_test.c' ! -name rule_uses.def \
	-exec grep -hoE '"[a-z0-9_.]+"' {} + | tr -d '"' | sort -u >"$tmp/texts"

n=0
say() { # say WHAT FILE: the file has what is wrong
	n=$((n + 1))
	if [ -s "$2" ]; then
		sed 's/^/# /' "$2"
		echo "not ok $n - $1"
	else
		echo "ok $n - $1"
	fi
}

echo 1..5
[ -s "$tmp/codes" ] && [ -s "$tmp/asked" ] || { echo 'Bail out! nothing was read'; exit 1; }
comm -23 "$tmp/values" "$tmp/codes" >"$tmp/bad"
say 'every code of rules/rules.csv has a row in rule_uses.def' "$tmp/bad"
comm -13 "$tmp/values" "$tmp/codes" >"$tmp/bad"
say 'every row of rule_uses.def has a value in rules/rules.csv' "$tmp/bad"
comm -23 "$tmp/asked" "$tmp/codes" >"$tmp/bad"
say 'every code asked for has a row in rule_uses.def' "$tmp/bad"
awk -F'\t' '$2 != "" {print $1}' "$tmp/uses" | sort | comm -23 - "$tmp/texts" >"$tmp/bad"
say 'every code with pages is asked for' "$tmp/bad"
awk -F'\t' '$2 == "" {print $1}' "$tmp/uses" | sort | comm -12 - "$tmp/texts" >"$tmp/bad"
say 'every code without pages is kept for later: name the pages of what is used' "$tmp/bad"
