#!/bin/bash
# Takes the pictures anew, from the demo databases, with the program in build/: those of docs/pictures,
# and those of the guide, docs/help/pictures, made small with pngquant. The guide's are part of the
# program: build it again afterwards.
# Usage: screenshots.sh [DIRECTORY [dark]]      the former
#        screenshots.sh guide [DIRECTORY]       the latter
set -euo pipefail
cd "$(dirname "$0")/.."

MOST_PICTURES=32
MOST_BYTES=61440
COLOURS=48

small() { # DIRECTORY
	pngquant --speed 1 --strip --nofs --force --ext .png $COLOURS "$1"/*.png
	[ "$(find "$1" -name '*.png' | wc -l)" -le $MOST_PICTURES ] || {
		echo "$1 has over $MOST_PICTURES pictures" >&2
		return 1
	}
	large=$(find "$1" -name '*.png' -size +${MOST_BYTES}c)
	[ -z "$large" ] || {
		echo "over $MOST_BYTES bytes: $large" >&2
		return 1
	}
}

export GUONG=${GUONG:-$PWD/build/guong}
[ -x "$GUONG" ] || tools/build.sh release
[ -d test/e2e/node_modules ] || npm ci --prefix test/e2e --no-audit --no-fund
if [ "${1:-}" = guide ]; then
	dir=${2:-docs/help/pictures}
	node test/e2e/guide.js "$dir"
	small "$dir"
else
	node test/e2e/pictures.js "${1:-docs/pictures}" "${2:-light}"
fi
