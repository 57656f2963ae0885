#!/bin/sh
# Unpacks each case (a small tree and what lint must say of it) and compares. Speaks TAP.
# Usage: run.sh LINT
set -eu

lint=$1
cases=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failed=0

report() { # NAME DIFFERENCE
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		failed=1
		echo "not ok $number - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

run() { # NAME: its tree stands in $work/NAME
	status=0
	"$lint" "$work/$1" >"$work/said" 2>&1 || status=$?
	sed '$d' "$work/said" | LC_ALL=C sort >"$work/got"
	wanted=0
	[ ! -s "$work/$1/expect" ] || wanted=1
	difference=$(LC_ALL=C sort "$work/$1/expect" | diff - "$work/got" || true)
	[ "$status" -eq "$wanted" ] || difference="$difference
exit status $status, not $wanted"
	report "$1" "$difference"
}

for case in "$cases"/*.case; do
	name=$(basename "$case" .case)
	mkdir "$work/$name"
	(cd "$work/$name" && awk '
		/^--- / { file = $2; dir = file; if (sub(/\/[^\/]*$/, "", dir)) system("mkdir -p " dir)
			printf "" > file; next }
		file { print > file }' "$case")
	run "$name"
done

# what a case file would be too long for
mkdir -p "$work/length/tools"
{
	echo 'int long_one(void)'
	echo '{'
	yes '	call();' | head -n 78
	echo '}'
	yes '/* */' | head -n 520
} >"$work/length/tools/long.c"
cat >"$work/length/expect" <<'EOF'
tools/long.c:1: file: 601 lines, at most 600
tools/long.c:1: length: function of 81 lines, at most 80
EOF
run length
mkdir -p "$work/summary"
report summary "$("$lint" "$work/length" | tail -n 1 | sed '/^lint: 1 files, 1 functions: lines median 81, p90 81, max 81 (long_one); 2 breaches$/d')"

echo "1..$number"
exit $failed
