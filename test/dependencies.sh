#!/bin/sh
# Every dependency of the meson.build files stands in docs/dependencies.md, and no library there that is
# used no more. Speaks TAP. Usage: dependencies.sh
set -eu
cd "$(dirname "$0")/.."

list=docs/dependencies.md
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

used=$(cat meson.build src/*/meson.build test/meson.build bench/meson.build tools/meson.build |
	grep -oE "(\bdependency|find_library)\('[^']+'" | sed "s/.*('//; s/'//" | sort -u)
named=$(sed -n 's/^| `\([^`]*\)` |.*/\1/p' "$list" | sort -u)

missing=
for library in $used; do
	echo "$named" | grep -qxF "$library" || missing="$missing $library"
done
report "every library is listed" "$missing"

extra=
for library in $named; do
	echo "$used" | grep -qxF "$library" || extra="$extra $library"
done
report "every library listed is used" "$extra"

# name, what for, licence, version, what then
short=$(awk -F'|' '/^\| `/ && (NF != 7 || $3 ~ /^ *$/ || $4 ~ /^ *$/ || $5 ~ /^ *$/ || $6 ~ /^ *$/)' "$list")
report "each row says all five things" "$short"

echo "1..$number"
exit $failed
