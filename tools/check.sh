#!/bin/bash
# The whole check, stage by stage; a failed stage does not stop the next. Every test case counts,
# and so does every stage without cases of its own. The last line is the sum:
#
#   N passed, N failed, N skipped
#
# FUZZ_SECONDS=5 for each fuzzer; COVERAGE=1 adds a run that says which lines the tests reach;
# STAGES="lint tests" runs only these. Needs: tools/deps.sh test.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=build/logs
passed=0
failed=0
skipped=0
began=$SECONDS
mkdir -p "$logs"

# Databases of tests do not wait for a disk; those of browsers lie on one, as in use. The
# server of PostgreSQL, another user, passes through.
TMPDIR=$(mktemp -d "${TMPDIR:-$(test/place.sh)}/guong-check-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
chmod 711 "$TMPDIR"

wanted() { # STAGE
	case " ${STAGES:-$1} " in
	*" $1 "*) return 0 ;;
	esac
	return 1
}

# The result of a stage: its log, its exit status, and how many cases of each kind it had.
settle() { # STAGE STATUS PASSED FAILED SKIPPED BEGAN
	# a stage that failed without a failed case, or had nothing to try, is one
	if [ "$4" -eq 0 ] && { [ "$2" -ne 0 ] || [ $(($3 + $5)) -eq 0 ]; }; then
		set -- "$1" "$2" "$3" 1 "$5" "$6"
	fi
	if [ "$4" -gt 0 ]; then
		sed 's/^/    /' "$logs/$1.log" | tail -n 100
	fi
	passed=$((passed + $3))
	failed=$((failed + $4))
	skipped=$((skipped + $5))
	printf '== %s: %d passed, %d failed, %d skipped, %d s\n' \
		"$1" "$3" "$4" "$5" $((SECONDS - $6))
}

announce() { # STAGE
	printf '== %s (%d:%02d)\n' "$1" $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60))
}

# Runs a command or function as if it were a script of its own; sets `status`.
run() { # STAGE COMMAND...
	local log=$logs/$1.log
	shift
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1 </dev/null
	status=$?
	set -e
}

# A stage that passes or fails as a whole.
stage() { # STAGE COMMAND...
	local name=$1 status=0 start=$SECONDS
	shift
	wanted "$name" || return 0
	announce "$name"
	run "$name" "$@"
	settle "$name" "$status" $((status == 0)) 0 0 "$start"
}

# A stage whose output is TAP.
tap_stage() { # STAGE COMMAND...
	local name=$1 status=0 start=$SECONDS counts
	shift
	wanted "$name" || return 0
	announce "$name"
	run "$name" "$@"
	read -ra counts <<<"$(awk -f tools/tap.awk "$logs/$name.log")"
	settle "$name" "$status" "${counts[@]}" "$start"
}

# A stage that is a run of meson's tests; their cases stand in the report that meson writes.
meson_stage() { # STAGE LOGBASE COMMAND...
	local name=$1 report=build/check/meson-logs/$2.junit.xml status=0 start=$SECONDS counts
	shift 2
	wanted "$name" || return 0
	announce "$name"
	rm -f "$report"
	run "$name" "$@"
	read -ra counts <<<"$(awk -f tools/junit.awk "$report" 2>/dev/null || echo 0 0 0)"
	settle "$name" "$status" "${counts[@]}" "$start"
}

skip() { # STAGE WHY
	wanted "$1" || return 0
	echo "== $1: skipped, $2"
	skipped=$((skipped + 1))
}

ours() { # the C files and headers that people write
	find src tools test \( -name node_modules -o -name lint \) -prune -o -name '*.[ch]' -print
}

check_format() {
	# shellcheck disable=SC2016 # the inner shell expands it
	ours | xargs -r -P 2 -n 1 sh -c 'clang-format --dry-run -Werror "$0" >/dev/null 2>&1 || {
		echo "$0: run clang-format -i"
		exit 1
	}'
}

check_shell() {
	find . \( -name node_modules -o -name '.git' -o -path './build*' \) -prune -o -type f -print |
		while read -r file; do
			case $(head -c 20 "$file" | head -n 1 | tr -d '\0') in
			'#!/bin/sh' | '#!/bin/bash') echo "$file" ;;
			esac
		done | xargs -r shellcheck -S warning
}

check_messages() {
	for file in po/*.po; do
		msgfmt --check -o /dev/null "$file"
	done
}

check_lint() {
	tools/build.sh check tools/lint >"$logs/lint-build.log" || {
		cat "$logs/lint-build.log"
		return 1
	}
	build/check/tools/lint
}

check_coverage() {
	tools/build.sh coverage
	meson test -C build/coverage --no-rebuild
	gcovr --root . --exclude '.*_test\.c' --exclude build --print-summary build/coverage
}

stage format check_format
stage shell check_shell
stage messages check_messages
stage lint check_lint
stage build tools/build.sh release
stage build-gcc tools/build.sh check
stage build-clang tools/build.sh clang
stage tidy tools/analyse.sh tidy build/clang
stage cppcheck tools/analyse.sh cppcheck build/clang
meson_stage tests testlog-sqlite \
	meson test -C build/check --no-rebuild --print-errorlogs --logbase testlog-sqlite
if [ -f test/pg.sh ]; then
	meson_stage tests-pg testlog-pg bash test/pg.sh \
		meson test -C build/check --no-rebuild --print-errorlogs --logbase testlog-pg \
		--no-suite plain
else
	skip tests-pg "there is no test/pg.sh"
fi
tap_stage fuzz tools/fuzz.sh build/clang "${FUZZ_SECONDS:-5}"
if [ -f test/e2e/run.js ]; then
	GUONG=$PWD/build/guong tap_stage e2e env -u TMPDIR node test/e2e/run.js
else
	skip e2e "there is no test/e2e/run.js"
fi
if [ "${COVERAGE:-0}" = 1 ]; then
	stage coverage check_coverage
	grep -E '^(lines|branches):' "$logs/coverage.log" || true
fi

! wanted lint || grep '^lint: ' "$logs/lint.log" || true
printf 'The check took %d:%02d.\n' $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
