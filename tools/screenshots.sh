#!/bin/bash
# Takes the pictures of docs/pictures anew, from the demo database, with the program in build/.
# Usage: screenshots.sh [DIRECTORY [dark]]
set -euo pipefail
cd "$(dirname "$0")/.."

export GUONG=${GUONG:-$PWD/build/guong}
[ -x "$GUONG" ] || tools/build.sh release
[ -d test/e2e/node_modules ] || npm ci --prefix test/e2e --no-audit --no-fund
node test/e2e/pictures.js "${1:-docs/pictures}" "${2:-light}"
