#!/bin/bash
# Builds one of the configurations of the check. Usage: build.sh release|check|clang|coverage
#
#   release   build/           what is installed
#   check     build/check/     gcc, address and undefined-behaviour sanitizers: the tests run here
#   clang     build/clang/     clang, the same sanitizers, and the fuzzers
#   coverage  build/coverage/  gcc, counting the lines that the tests reach
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?release, check, clang or coverage}
dir=build/$kind
compiler=gcc
case $kind in
release)
	dir=build
	options=(--buildtype=release)
	;;
check)
	# Tests spend their time in libraries more than in our own code: what is optimized less is made
	# in half the time and tested as fast. Line numbers are all that a report of a sanitizer needs.
	options=(--buildtype=debugoptimized -Doptimization=1 -Ddebug=false -Dc_args=-g1
		"-Db_sanitize=address,undefined")
	;;
clang)
	compiler=clang
	# nothing is timed here: less optimized, it is made sooner
	options=(--buildtype=debugoptimized -Doptimization=1 "-Db_sanitize=address,undefined"
		-Db_lundef=false -Dfuzz=true)
	;;
coverage) options=(--buildtype=debug -Db_coverage=true) ;;
*)
	echo "build.sh: no such configuration: $kind" >&2
	exit 2
	;;
esac

# a setup that failed leaves a folder which cannot be used any more
if [ ! -f "$dir/build.ninja" ]; then
	rm -rf "$dir/meson-private" "$dir/meson-info"
	mkdir -p "$dir"
	CC=$compiler meson setup "$dir" "${options[@]}" >"$dir/setup.log" 2>&1 || {
		tail -n 15 "$dir/setup.log" >&2
		exit 1
	}
fi
shift
# Nobody runs the tests that clang makes: it makes the program, the fuzzers and what tests are made
# of, and tells what it has against the text of a test when clang-tidy reads that.
if [ "$kind" = clang ] && [ $# -eq 0 ]; then
	mapfile -t targets < <(ninja -C "$dir" -t targets all |
		sed -n -e 's|^\(src/.*\): CUSTOM_COMMAND.*|\1|p' -e 's|^\(test/fuzz_[^:.]*\):.*|\1|p')
	set -- guong "${targets[@]}"
fi
# on after a failure, so that one run tells of all
ninja -C "$dir" -k 0 "$@"
