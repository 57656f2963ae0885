#!/bin/bash
# The Debian package where it will live: a Debian 12 made for the test, in which it is installed by
# apt, set up as docs/admin.md says, upgraded with data in it, refused an upgrade that fails, its
# data taken to PostgreSQL, removed and purged. Speaks TAP. Needs root and tools/deps.sh deb; takes
# some minutes. With GUONG_TEST_PG (test/pg.sh) the data go to PostgreSQL, too.
#
# Packages come from where apt of this machine takes them. With DEBS=DIRECTORY, versions 1.0, 1.1 and
# 1.2 are taken from there if they are, else kept there: for work on this test.
set -euo pipefail

if [ "${1:-}" != inside ]; then
	[ "$(id -u)" = 0 ] || exec sudo --preserve-env=GUONG_TEST_PG,TMPDIR,DEBS "$0" "$@"
	# mounts and processes of the test end with it
	exec unshare --mount --pid --mount-proc --fork --kill-child "$0" inside
fi

here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/var/tmp}/guong-deb-test-XXXXXX")
root=$work/root
db=/var/lib/guong/guong.db
key=/etc/guong/key
port=$((20000 + RANDOM % 10000))
number=0
failed=0

finish() {
	umount -R "$root/proc" "$root/run/pg" 2>/dev/null || true
	rm -rf --one-file-system "$work"
}
trap finish EXIT

told() { # STATUS NAME
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		failed=1
		echo "not ok $number - $2"
		tail -n 30 "$work/log" 2>/dev/null | sed 's/^/# /'
	fi
}

good() { # NAME COMMAND...
	local name=$1 status=0
	shift
	"$@" >"$work/log" 2>&1 </dev/null || status=$?
	told "$status" "$name"
}

bad() { # NAME WORDS COMMAND...: fails, and says these words
	local name=$1 words=$2 status=0
	shift 2
	"$@" >"$work/log" 2>&1 </dev/null && status=1
	grep -qF -e "$words" "$work/log" || status=1
	told "$status" "$name"
}

# nothing of this machine but the screen
inside() {
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive "$@"
}
as_guong() { inside runuser -u guong -- "$@"; }
install_deb() { # VERSION
	cp "$work/guong_$1_amd64.deb" "$root/srv/"
	inside apt-get install -y -q --no-install-recommends --allow-downgrades \
		"/srv/guong_$1_amd64.deb"
}

# ---- the packages: this one, one with a migration, one whose second migration fails ----

tree() { # VERSION
	sed -i "s/^  version: '.*',$/  version: '$1',/" "$work/tree/meson.build"
	(cd "$work/tree" && packaging/build-deb.sh "$work")
}

next_migration() { # hundreds above those there are
	printf '%s/schema/%04d_%s.sql' "$work/tree" "$1" "$2"
}

build_all() {
	if [ -f "${DEBS:-}/guong_1.2_amd64.deb" ]; then
		cp "$DEBS"/guong_1.[012]_amd64.deb "$work/"
		return 0
	fi
	mkdir "$work/tree"
	tar -C "$here" -c --exclude-vcs --exclude='./build*' --exclude=node_modules . |
		tar -x -C "$work/tree"
	tree 1.0
	echo 'CREATE TABLE added (n @ID PRIMARY KEY, what @TEXT NOT NULL) @ROWS;' \
		>"$(next_migration 9001 added)"
	tree 1.1
	echo 'CREATE TABLE first (n @ID PRIMARY KEY) @ROWS;' >"$(next_migration 9002 first)"
	echo 'CREATE TABLE added (n @ID PRIMARY KEY) @ROWS;' >"$(next_migration 9003 fails)"
	tree 1.2
	[ -z "${DEBS:-}" ] || cp "$work"/guong_*.deb "$DEBS/"
}

# ---- a Debian of its own ----

mirror() { # the address of the main archive, as apt knows it
	apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' |
		head -n 1
}

make_root() {
	debootstrap --variant=minbase bookworm "$root" "$(mirror)"
	# all that apt knows here: updates, security, how to get out
	cp -rT /etc/apt/sources.list.d "$root/etc/apt/sources.list.d"
	[ ! -f /etc/apt/sources.list ] || cp /etc/apt/sources.list "$root/etc/apt/"
	[ ! -s /etc/apt/sources.list.d/debian.sources ] || : >"$root/etc/apt/sources.list"
	cp /etc/resolv.conf /etc/hosts "$root/etc/"
	mount -t proc proc "$root/proc"
	inside apt-get update -q
}

# ---- what is looked at ----

serve() { # in the way of the unit; sets `server`
	# shellcheck disable=SC2016 # the inner shell expands it
	as_guong sh -c '. /etc/default/guong; export GUONG_DB GUONG_KEY=/etc/guong/key; cd /
		exec guong serve --listen 127.0.0.1:$0 --workers 1 $GUONG_OPTIONS' "$port" \
		>"$work/serve.log" 2>&1 &
	server=$!
}

page() { # ADDRESS: what is answered
	exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
	printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$port" >&3
	cat <&3
	exec 3>&-
}

served() { # NAME: it starts, answers with the page for signing in, and ends
	local status=1
	serve
	for _ in $(seq 100); do
		page /sign-in >"$work/log" 2>&1 && status=0 && break
		sleep 0.1
	done
	grep -q 'HTTP/1.1 200' "$work/log" && grep -q 'name="password"' "$work/log" || status=1
	[ "$status" = 0 ] || cat "$work/serve.log" >>"$work/log"
	told "$status" "$1"
	inside sh -c 'for p in /proc/[0-9]*; do
		[ "$(cat "$p/comm")" = guong ] && kill "${p#/proc/}"; done; true' 2>/dev/null
	wait "$server" || true
}

# The same Debian started with its systemd, to see the service as its unit says; test-unit.sh.
boot() {
	local units=$root/etc/systemd/system line status=1
	cp "$here/packaging/test-unit.sh" "$root/srv/"
	cat >"$units/trial.service" <<-'EOF'
		[Unit]
		After=guong.service
		[Service]
		Type=oneshot
		ExecStart=/srv/test-unit.sh /srv/tap /srv/guong_1.1_amd64.deb
	EOF
	ln -s ../trial.service "$units/multi-user.target.wants/"
	umount "$root/proc" # that Debian has processes of its own
	timeout 180 systemd-nspawn --quiet -D "$root" --boot --register=no --keep-unit \
		--private-network </dev/null >"$work/boot.log" 2>&1 || true
	mount -t proc proc "$root/proc"
	rm "$units/trial.service" "$units/multi-user.target.wants/trial.service"
	: >>"$root/srv/tap"
	while read -r line; do
		case $line in
		'ok - '*) told 0 "under systemd: ${line#*- }" ;;
		'not ok - '*) : >"$work/log"; told 1 "under systemd: ${line#*- }" ;;
		'#'*) echo "$line" ;;
		esac
	done <"$root/srv/tap"
	grep -qx 'done' "$root/srv/tap" && status=0
	tail -n 30 "$work/boot.log" >"$work/log"
	told "$status" "systemd's part came to its end"
}

exports() { # DIRECTORY [DB]
	mkdir -p "$work/$1"
	# files of many people say what they are for
	for task in "org list" "org all tam-son" "member list tam-son --all --purpose test" \
		"member roster tam-son --purpose test" "figures"; do
		# shellcheck disable=SC2086
		inside runuser -u "${3:-guong}" -- guong $task --db "${2:-$db}" --format csv \
			>"$work/$1/$task" 2>&1 && continue
		cp "$work/$1/$task" "$work/log"
		told 1 "guong $task"
		exit 1
	done
	[ "$(cat "$work/$1"/* | wc -c)" -gt 10000 ]
}

unchanged() { # NAME [DB [USER]]
	rm -rf "$work/now"
	exports now "${@:2}"
	good "$1" diff -r "$work/before" "$work/now"
}

backups() { # how many were taken before an upgrade
	find "$root/var/backups/guong" -name 'before-*.gb' | wc -l
}

# ---- the story ----

echo "# building three packages"
build_all >"$work/log" 2>&1 || { told 1 "the packages are built"; exit 1; }
told 0 "the packages are built"
good "lintian has nothing to say" lintian --fail-on error,warning --allow-root \
	"$work/guong_1.0_amd64.deb"
echo "# making a Debian"
make_root >"$work/log" 2>&1 || { told 1 "a Debian is made"; exit 1; }
told 0 "a Debian is made"

good "installed by apt" install_deb 1.0
good "what it needs is there" inside sh -c '! ldd /usr/bin/guong | grep "not found"'
good "its user has no shell" inside sh -c 'getent passwd guong | grep -q ":/usr/sbin/nologin$"'
good "its directories are private" inside sh -c '
	test "$(stat -c "%U %a" /var/lib/guong /etc/guong /var/backups/guong | sort -u)" = "guong 700"'
good "and empty" inside sh -c '! ls -A /var/lib/guong /etc/guong | grep -v ":$" | grep .'
good "the page for man is there, in both languages" inside sh -c '
	ls /usr/share/man/man1/guong.1.gz /usr/share/man/vi/man1/guong.1.gz'
good "the service is enabled, the timer is not" inside sh -c '
	cd /etc/systemd/system; ls multi-user.target.wants/guong.service; test ! -e timers.target.wants/guong-backup.timer'
good "systemd takes the units" inside systemd-analyze verify --man=no \
	/lib/systemd/system/guong.service /lib/systemd/system/guong-backup.service \
	/lib/systemd/system/guong-backup.timer
good "and finds them tight" inside systemd-analyze security --offline=true --threshold=15 \
	/lib/systemd/system/guong.service /lib/systemd/system/guong-backup.service
grep -h 'Overall exposure' "$work/log" | sed 's/^/# /' || true

good "a database" as_guong guong demo tam-son-2018 --db "$db"
served "the page for signing in"
exports before
bad "no backup without a key" "guong key new" as_guong sh -c \
	". /etc/default/guong; export GUONG_DB; GUONG_KEY=$key /usr/lib/guong/nightly"

bad "an upgrade without a key is refused" "dpkg --configure guong" install_deb 1.1
bad "and the new program leaves the data alone" "9001_added" as_guong guong org list --db "$db"
good "a key" as_guong guong key new --file "$key"
good "the upgrade is taken up" inside dpkg --configure guong
unchanged "all is as it was"
good "one backup was taken before" test "$(backups)" = 1
good "which is good" as_guong sh -c "guong backup verify /var/backups/guong/before-*.gb --key $key"
good "guong check finds nothing" as_guong guong check --db "$db"
served "it serves again"

if command -v systemd-nspawn >/dev/null; then
	echo "# starting that Debian"
	boot
else
	number=$((number + 1))
	echo "ok $number - the service under systemd # SKIP there is no systemd-nspawn"
fi

bad "an upgrade that fails is refused" "dpkg --configure guong" install_deb 1.2
cp "$work/log" "$work/refused"
good "its reason is told" grep -F "9003_fails.sql" "$work/refused"
good "the package before it goes on with the data" install_deb 1.1
unchanged "all is as it was, after a failure"
good "the backup of before the failure is good" as_guong sh -c \
	"for f in /var/backups/guong/before-*.gb; do guong backup verify \$f --key $key || exit; done"
count=$(backups)
good "configured again" inside dpkg-reconfigure guong
good "what changes nothing takes no backup" test "$(backups)" = "$count"

good "a backup, as every night" as_guong sh -c \
	". /etc/default/guong; export GUONG_DB GUONG_BACKUPS GUONG_KEEP_DAYS; GUONG_KEY=$key /usr/lib/guong/nightly"
newest=$(cd "$root" && find var/backups/guong -name 'guong-*.gb' | sort | tail -n 1)
good "it is restored" as_guong \
	guong restore --from "/$newest" --to /var/lib/guong/again.db --key "$key"
unchanged "all is as it was, restored" /var/lib/guong/again.db
as_guong rm /var/lib/guong/again.db /var/lib/guong/again-side.db

if [ -n "${GUONG_TEST_PG:-}" ]; then
	socket=${GUONG_TEST_PG#*host=}
	mkdir -p "$root/run/pg"
	mount --bind "${socket%% *}" "$root/run/pg"
	for base in copied restored; do
		psql -qX "$GUONG_TEST_PG" -c "CREATE DATABASE guong_deb_$base TEMPLATE template0 ENCODING 'UTF8'"
	done
	# the socket of the test is for root and postgres only
	to="host=/run/pg user=postgres dbname=guong_deb_"
	cp "$root/$newest" "$root/srv/x.gb"
	install -m 600 "$root/etc/guong/key" "$root/srv/key"
	good "restored on PostgreSQL" inside guong restore --from /srv/x.gb --to "${to}restored" \
		--key /srv/key
	unchanged "all is as it was, on PostgreSQL" "${to}restored" root
	cp "$root$db" "$root/srv/copy.db"
	cp "$root${db%.db}-side.db" "$root/srv/copy-side.db"
	good "copied to PostgreSQL" inside guong copy --from /srv/copy.db --to "${to}copied"
	unchanged "all is as it was, copied" "${to}copied" root
	for base in copied restored; do
		psql -qX "$GUONG_TEST_PG" -c "DROP DATABASE guong_deb_$base WITH (FORCE)"
	done
fi

good "removed" inside apt-get remove -y -q guong
good "program, units and pages are gone" inside sh -c '
	! ls /usr/bin/guong /lib/systemd/system/guong* /usr/share/doc/guong /usr/lib/guong 2>/dev/null | grep .'
good "data, key and backups stay" inside ls "$db" "$key" /var/backups/guong
good "installed again" install_deb 1.1
unchanged "all is as it was, after coming back"
served "it serves after coming back"
bad "purged, it says what stays" "/var/lib/guong" inside sh -c 'apt-get purge -y -q guong; exit 1'
good "the settings are gone" inside sh -c 'test ! -e /etc/default/guong'
good "data, key and backups stay even so" inside ls "$db" "$key" /var/backups/guong

echo "1..$number"
exit $failed
