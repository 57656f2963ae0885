#!/bin/bash
# Runs each fuzzer over its seeds and on from there. Usage: fuzz.sh BUILD SECONDS
# What it finds stays in BUILD/fuzz/: a crash as NAME-crash-..., new inputs in NAME/. Speaks TAP.
set -euo pipefail
cd "$(dirname "$0")/.."

build=${1:?folder of the build}
seconds=${2:?seconds for each fuzzer}
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

run_one() { # FUZZER NUMBER
	local name=${1##*/fuzz_} dirs
	mkdir -p "$build/fuzz/$name"
	dirs=("$build/fuzz/$name")
	[ ! -d "test/fuzz/corpus/$name" ] || dirs+=("test/fuzz/corpus/$name")
	if "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
		-artifact_prefix="$build/fuzz/$name-" "${dirs[@]}" >"$build/fuzz/$name.log" 2>&1; then
		echo "ok $2 - fuzz $name, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$build/fuzz/$name.log") runs"
	else
		echo "not ok $2 - fuzz $name"
		tail -n 60 "$build/fuzz/$name.log" | sed 's/^/# /'
	fi
}

number=0
mkdir -p "$build/fuzz"
rm -f "$build"/fuzz/result.*
for fuzzer in "$build"/test/fuzz_*; do
	if [ ! -f "$fuzzer" ] || [ ! -x "$fuzzer" ]; then
		continue
	fi
	number=$((number + 1))
	run_one "$fuzzer" "$number" >"$build/fuzz/result.$number" &
	# two at a time
	[ $((number % 2)) -eq 1 ] || wait
done
wait
if [ "$number" -eq 0 ]; then
	echo "no fuzzer in $build/test: tools/build.sh clang makes them" >&2
	exit 1
fi
echo "1..$number"
for ((i = 1; i <= number; i++)); do
	cat "$build/fuzz/result.$i"
done
! grep -qs '^not ok' "$build"/fuzz/result.* || exit 1
