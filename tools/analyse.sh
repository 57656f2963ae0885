#!/bin/bash
# clang-tidy or cppcheck over every C file of a build made by clang, two at a time. A file whose
# text, headers and settings have passed before is not looked at again (BUILD/analysed/). Which
# headers those are is known of files that were compiled, there or in build/check.
# Usage: analyse.sh tidy|cppcheck BUILD
set -euo pipefail
cd "$(dirname "$0")/.."

tool=${1:?tidy or cppcheck}
build=${2:?folder of the build}
root=$PWD
passed=$build/analysed
mkdir -p "$passed"

settings=$(cat .clang-tidy tools/.clang-tidy tools/cppcheck.{txt,cfg} tools/analyse.sh)
salt=$("clang-$tool" --version 2>/dev/null || "$tool" --version)

# How far the analyser of paths goes: its cost is nearly all of the stage. Tests run under sanitizers
# anyway, so there it stays within a function; elsewhere a third of its usual nodes is enough to find
# what the whole number finds.
depth() { # FILE
	case $1 in
	test/* | *_test.c) echo mode=shallow ;;
	*) echo max-nodes=75000 ;;
	esac
}

look() { # FILE
	case $tool in
	tidy)
		clang-tidy -p "$build" --quiet --extra-arg=-Xclang --extra-arg=-analyzer-config \
			--extra-arg=-Xclang --extra-arg="$(depth "$1")" "$1"
		;;
	cppcheck)
		cppcheck --quiet --std=c11 -D_GNU_SOURCE -D__linux__ -Isrc -I"$build" -I"$build/src" \
			--enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
			--suppressions-list=tools/cppcheck.txt --library=tools/cppcheck.cfg "$1"
		;;
	esac
}

# Lines "FILE PATH": each C file of ours, with itself and every header of ours that it includes.
pairs() {
	local dir

	for dir in "$build" build/check; do
		[ ! -f "$dir/build.ninja" ] || ninja -C "$dir" -t deps
	done | awk -v build="$build" '
		/^[^ ]/ { source = ""; fresh = 1; next }
		NF != 1 || $1 ~ /^\// { next }
		{
			path = $1
			if (!sub(/^(\.\.\/)+/, "", path))
				path = build "/" path
			if (fresh && path ~ /^(src|tools|test)\/.*\.c$/)
				source = path
			fresh = 0
			if (source != "")
				print source, path
		}' | sort -u
}

# Lines "KEY FILE": the key is made of all those contents, of the tool and of its settings.
keys() {
	local source sums

	pairs >"$passed/pairs"
	cut -d ' ' -f 2 "$passed/pairs" | sort -u | xargs -r ls -d 2>/dev/null | xargs -r sha256sum >"$passed/sums" || true
	awk 'NR == FNR { sum[$2] = $1; next }
		{ sums[$1] = sums[$1] sum[$2] }
		END { for (source in sums) print source, sums[source] }' \
		"$passed/sums" "$passed/pairs" | sort | while read -r source sums; do
		[ ! -f "$source" ] || printf '%s %s\n' \
			"$(printf '%s' "$tool$salt$sums$settings" | sha256sum | cut -c 1-32)" "$source"
	done
}

look_and_keep() { # KEY FILE
	if look "$2" >"$passed/$1.said" 2>&1; then
		mv "$passed/$1.said" "$passed/$1"
		return 0
	fi
	# what is wrong and where; how the analyser got there stays in the file
	grep -A 1 -E ': (error|warning|style|performance|portability): ' "$passed/$1.said" |
		sed -e "s|$root/||g" -e "s|$build/||g" -e 's|\.\./\.\./||g' || cat "$passed/$1.said"
	echo "$2: more in $passed/$1.said"
	return 1
}
export -f depth look look_and_keep
export tool build root passed

keys >"$passed/keys"
while read -r key file; do
	[ -f "$passed/$key" ] || printf '%s\n%s\n' "$key" "$file"
done <"$passed/keys" >"$passed/due"
echo "$tool: $(wc -l <"$passed/keys") files, $(($(wc -l <"$passed/due") / 2)) to look at"
# shellcheck disable=SC2016 # the inner shell expands them
xargs -r -P 2 -n 2 bash -c 'look_and_keep "$1" "$2"' look <"$passed/due"
