#!/bin/sh
# Runs a command beside a PostgreSQL of its own, which lives in a temporary directory, listens on
# no network and goes away with the command:
#
#	test/pg.sh ninja -C build test
#
# The address is in GUONG_TEST_PG. The exit status is the command's. Its data lie in memory where that
# is possible, and are not forced to a disk: no test cuts the power of this server, and making a
# database for each is most of what they do. Serializable writes that read much need room, as a server
# in use does (docs/admin.md). To measure: TMPDIR=/var/tmp PG_FSYNC=on test/pg.sh ...
set -eu

[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "$0: no PostgreSQL server is installed" >&2; exit 2; }

dir=$(mktemp -d "${TMPDIR:-$("$(dirname "$0")/place.sh")}/guong-pg-XXXXXX")

# The server refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		(cd "$dir" && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

child=
stop() {
	status=$?
	trap - EXIT INT TERM HUP
	[ -z "$child" ] || kill "$child" 2>/dev/null || true
	[ ! -f "$dir/data/postmaster.pid" ] ||
		as_owner "$bin/pg_ctl" stop -D "$dir/data" -m immediate -w >/dev/null 2>&1 || true
	rm -rf "$dir"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ "$(id -u)" != 0 ] || chown postgres "$dir"
as_owner "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
	>"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 2; }
as_owner "$bin/pg_ctl" start -D "$dir/data" -l "$dir/server.log" -w -t 60 -o "-c listen_addresses='' \
	-c unix_socket_directories='$dir' -c max_connections=50 \
	-c max_pred_locks_per_transaction=512 \
	-c fsync=${PG_FSYNC:-off} -c full_page_writes=${PG_FSYNC:-off}" >/dev/null ||
	{ cat "$dir/server.log" >&2; exit 2; }

GUONG_TEST_PG="host=$dir user=postgres dbname=postgres"
export GUONG_TEST_PG
# in the background, so that a signal to this script is not held up by the command
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
