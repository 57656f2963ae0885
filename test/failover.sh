#!/bin/sh
# Two PostgreSQL servers on loopback, the second a synchronous replica of the first, and a test
# beside them:
#
#	test/failover.sh run DRIVER [ARGUMENT...]
#
# The driver finds the address of both in GUONG_TEST_PG, and gives orders by "$GUONG_CLUSTER ORDER":
#
#	switch    the primary stops as if its power went; the replica takes its place
#	rejoin    the other one is made anew, as a synchronous replica of the present primary
#	pause     the replica stops; whoever commits waits
#	cancel    the primary is told not to wait
#	bypass    as switch, for a replica that is paused
# It takes part where the tests run on PostgreSQL (GUONG_TEST_PG, test/pg.sh).
set -eu

[ -n "${GUONG_TEST_PG:-}" ] || { echo "1..0 # SKIP without GUONG_TEST_PG"; exit 0; }
bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "1..0 # SKIP no PostgreSQL server is installed"; exit 0; }

# The server refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		(cd "$dir" && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

port_of() { # a|b
	cat "$dir/$1.port"
}

ask() { # a|b SQL
	psql -qAtX -h 127.0.0.1 -p "$(port_of "$1")" -U postgres postgres -c "$2"
}

# No machine stops here, only servers: what they have written is there without fsync.
start() { # a|b
	as_owner "$bin/pg_ctl" start -D "$dir/$1" -l "$dir/$1.log" -w -t 60 \
		-o "-c port=$(port_of "$1") -c listen_addresses=127.0.0.1 -c max_connections=60 \
		-c fsync=off -c unix_socket_directories=''" >/dev/null
}

stop() { # a|b
	as_owner "$bin/pg_ctl" stop -D "$dir/$1" -m immediate -w >/dev/null 2>&1 || true
}

promote() { # a|b
	as_owner "$bin/pg_ctl" promote -D "$dir/$1" -w >/dev/null
	echo "$1" >"$dir/primary"
}

# Nobody listens there.
free_port() { # FIRST
	port=$1
	while status=0; pg_isready -q -h 127.0.0.1 -p "$port" || status=$?; [ "$status" != 2 ]; do
		port=$((port + 2))
	done
	echo "$port"
}

# A copy of the primary follows it; from then on each commit waits for it.
follow() { # PRIMARY REPLICA
	rm -rf "${dir:?}/$2"
	as_owner "$bin/pg_basebackup" -h 127.0.0.1 -p "$(port_of "$1")" -U postgres -D "$dir/$2" \
		-R --checkpoint=fast --no-sync
	rm -f "$dir/$2/sync.conf"
	start "$2"
	echo "synchronous_standby_names = '*'" >"$dir/$1/sync.conf"
	as_owner "$bin/pg_ctl" reload -D "$dir/$1" >/dev/null
	until [ "$(ask "$1" "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ]; do
		sleep 0.05
	done
}

found() {
	[ "$(id -u)" != 0 ] || chown postgres "$dir"
	free_port $((20000 + $$ % 15000 * 2)) >"$dir/a.port"
	free_port $(($(port_of a) + 1)) >"$dir/b.port"
	as_owner "$bin/initdb" -D "$dir/a" --no-sync -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
		>"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 2; }
	echo "include_if_exists = 'sync.conf'" >>"$dir/a/postgresql.conf"
	start a
	echo a >"$dir/primary"
	follow a b
}

order() { # ORDER
	primary=$(cat "$dir/primary")
	replica=$([ "$primary" = a ] && echo b || echo a)
	case $1 in
	switch)
		stop "$primary"
		promote "$replica"
		;;
	rejoin) follow "$primary" "$replica" ;;
	pause) stop "$replica" ;;
	cancel)
		ask "$primary" "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
			WHERE wait_event = 'SyncRep'"
		;;
	bypass)
		stop "$primary"
		start "$replica"
		promote "$replica"
		;;
	esac
}

if [ "${1:-}" != run ]; then
	dir=${GUONG_CLUSTER_DIR:?}
	order "${1:?}"
	exit
fi
shift

dir=$(mktemp -d "${TMPDIR:-/tmp}/guong-two-XXXXXX")
child=
finish() {
	status=$?
	trap - EXIT INT TERM HUP
	[ -z "$child" ] || kill "$child" 2>/dev/null || true
	stop a
	stop b
	rm -rf "$dir"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
found
GUONG_TEST_PG="host=127.0.0.1,127.0.0.1 port=$(port_of a),$(port_of b) user=postgres dbname=postgres \
target_session_attrs=read-write connect_timeout=5"
GUONG_CLUSTER=$(realpath "$0")
GUONG_CLUSTER_DIR=$dir
export GUONG_TEST_PG GUONG_CLUSTER GUONG_CLUSTER_DIR
"$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
