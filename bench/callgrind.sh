#!/bin/sh
# Instructions that a page takes inside the program, which other work on the machine does not
# change. Usage: callgrind.sh BENCH_PAGES [REQUESTS]
set -eu

[ $# -ge 1 ] || { echo "usage: $0 BENCH_PAGES [REQUESTS]" >&2; exit 2; }
requests=${2:-200}
command -v valgrind >/dev/null || { echo "no valgrind: instructions are not counted"; exit 77; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-callgrind-XXXXXX")
trap 'rm -rf "$dir"' EXIT

counted() {
	valgrind --tool=callgrind --callgrind-out-file="$dir/$1-$2" --collect-atstart=no \
		--toggle-collect=web_handle "$bench" --inside "$1" "$2" >"$dir/log" 2>&1 ||
		{ cat "$dir/log" >&2; exit 1; }
	awk '$1 == "summary:" || $1 == "totals:" { n = $2 } END { print n }' "$dir/$1-$2"
}

bench=$1
for page in org list; do
	# what comes before (signing in, statements made ready) is in both counts
	few=$(counted "$page" 1)
	many=$(counted "$page" $((requests + 1)))
	printf '%-46s %12d %s\n' "$page: instructions" $(((many - few) / requests)) "a request"
	[ -z "${KEEP:-}" ] || cp "$dir/$page-$((requests + 1))" "$KEEP/callgrind.$page"
done
