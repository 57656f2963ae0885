#!/bin/bash
# Builds the Debian package out of a copy of the tree, which itself is left alone.
# Usage: build-deb.sh [DIRECTORY]       the package goes there; build/ unless said otherwise
#
# The version is the one in meson.build. Needs: tools/deps.sh deb.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-build}
version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build)
work=$(mktemp -d "${TMPDIR:-/var/tmp}/guong-deb-XXXXXX")
trap 'rm -rf "$work"' EXIT
source=$work/guong-$version

mkdir -p "$out" "$source"
tar -c --exclude-vcs --exclude='./build*' --exclude='./demo' --exclude=node_modules \
	--exclude=.cache --exclude='*.db' --exclude='*.db-*' . | tar -x -C "$source"
cp -r packaging/debian "$source/debian"
cat >"$source/debian/changelog" <<EOF
guong ($version) bookworm; urgency=medium

  * What has changed is told in CHANGES.md, beside this file.

 -- $(sed -n 's/^Maintainer: //p' packaging/debian/control)  $(date -R -r CHANGES.md)
EOF
(
	cd "$source"
	DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS:-}" dpkg-buildpackage -b -us -uc
) >"$work/log" 2>&1 || {
	tail -n 40 "$work/log" >&2
	exit 1
}
mv "$work"/guong_"$version"_*.deb "$out/"
ls "$out"/guong_"$version"_*.deb
