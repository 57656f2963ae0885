#!/bin/sh
# docs/reference.*.md must be what the program prints, and guong(1) well-formed. Speaks TAP. Usage: reference.sh GUONG
# To bring them up to date:
#
#	for l in vi en; do build/guong reference --lang $l >docs/reference.$l.md; done
set -eu

guong=$1
docs=$(cd "$(dirname "$0")/../docs" && pwd)
number=0
failed=0

report() { # NAME DIFFERENCE
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		failed=1
		echo "not ok $number - $1"
		echo "$2" | head -n 40 | sed 's/^/# /'
	fi
}

for lang in vi en; do
	difference=$("$guong" reference --lang "$lang" | diff "$docs/reference.$lang.md" - 2>&1 || true)
	report "docs/reference.$lang.md is up to date" "$difference"
	# an action without a title stands there under its name in the program
	nameless=$("$guong" reference --lang "$lang" | grep -E '^[|] `[a-z_]+` [|] `/' || true)
	report "every task has a name in words, $lang" "$nameless"
done
# the page for man, which has no copy; mandoc knows the names of sections in English only
if command -v mandoc >/dev/null; then
	faults=$("$guong" reference --format man --lang en | mandoc -T lint -W warning 2>&1 || true)
	report "guong(1) is a good page" "$faults"
fi

echo "1..$number"
exit $failed
