#!/bin/bash
# Installs the Debian packages that are missing, and nothing that is there.
# Usage: deps.sh build|test|deb [--dry-run]     (--dry-run names the packages and installs nothing)
set -euo pipefail
cd "$(dirname "$0")/.."

build=(gcc libc6-dev make meson ninja-build pkg-config libmicrohttpd-dev libsqlite3-dev libpq-dev
	libsodium-dev liboath-dev libqrencode-dev libcmark-dev libseccomp-dev libjansson-dev libutf8proc-dev libzip-dev libexpat1-dev libxlsxwriter-dev
	zlib1g-dev)
tests=(clang clang-format clang-tidy cppcheck libclang-rt-14-dev libcmocka-dev postgresql-15
	libicu-dev gettext gcovr valgrind shellcheck chromium fonts-liberation2 mandoc pngquant)
deb=(debhelper dpkg-dev fakeroot lintian debootstrap postgresql-15 systemd-container)

kind=${1:-}
dry=${2:-}
case $kind in
build) wanted=("${build[@]}") ;;
deb) wanted=("${build[@]}" "${deb[@]}") ;;
test)
	wanted=("${build[@]}" "${tests[@]}")
	command -v node >/dev/null || wanted+=(nodejs)
	command -v npm >/dev/null || wanted+=(npm)
	;;
*)
	echo "usage: deps.sh build|test|deb [--dry-run]" >&2
	exit 2
	;;
esac

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

install() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends "$@" </dev/null
}

# A new PostgreSQL package makes a cluster and starts it. The tests start one of their own, so
# while it is being installed a file tells it not to.
install_without_cluster() {
	local dir=/etc/postgresql-common/createcluster.d made=""

	install postgresql-common
	[ -d "$dir" ] || made=yes
	as_root mkdir -p "$dir"
	echo "create_main_cluster = false" | as_root tee "$dir/zz-guong.conf" >/dev/null
	install "$@" || status=$?
	as_root rm -f "$dir/zz-guong.conf"
	[ -z "$made" ] || as_root rmdir --ignore-fail-on-non-empty "$dir"
	return "${status:-0}"
}

missing=()
for package in "${wanted[@]}"; do
	installed "$package" || missing+=("$package")
done
if [ "$dry" = --dry-run ]; then
	echo "missing: ${missing[*]:-nothing}"
	exit 0
fi
if [ "${#missing[@]}" -gt 0 ]; then
	echo "installing: ${missing[*]}"
	as_root apt-get update -q
	case " ${missing[*]} " in
	*" postgresql-15 "*) install_without_cluster "${missing[@]}" ;;
	*) install "${missing[@]}" ;;
	esac
fi
if [ "$kind" = test ] && [ ! -d test/e2e/node_modules ]; then
	npm ci --prefix test/e2e --ignore-scripts --no-audit --no-fund
fi
