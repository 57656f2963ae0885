#!/bin/bash
# The service as systemd runs it: called by test-deb.sh within a Debian that has been started for it.
# Writes TAP without a plan to FILE, and switches that Debian off. Usage: test-unit.sh FILE PACKAGE
set -uo pipefail

tap=$1
package=$2
key=/etc/guong/key

told() { # STATUS NAME
	if [ "$1" = 0 ]; then
		echo "ok - $2"
	else
		echo "not ok - $2"
		systemctl status --no-pager -l guong guong-backup | sed 's/^/# /'
		journalctl --no-pager -n 40 -u guong -u guong-backup | sed 's/^/# /'
	fi >>"$tap"
}

good() { # NAME COMMAND...
	local name=$1 status=0
	shift
	"$@" >>/srv/unit.log 2>&1 || status=$?
	told "$status" "$name"
}

answers() {
	for _ in $(seq 100); do
		if exec 3<>/dev/tcp/127.0.0.1/8080; then
			printf 'GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' >&3
			grep -q 'name="password"' <&3 && return 0
		fi 2>/dev/null
		sleep 0.1
	done
	return 1
}

main_pid() { systemctl show -P MainPID guong; }

mv "$key" "$key.away"
systemctl stop guong
good "without a key it does not start, and says why" sh -c '
	systemctl start guong; systemctl show -P ConditionResult guong | grep -x no'
mv "$key.away" "$key"
good "it starts" systemctl start guong
good "and answers" answers
good "it holds no capability and gains none" sh -c "
	grep -E '^(Cap(Eff|Prm|Bnd)|NoNewPrivs|Seccomp):' /proc/$(main_pid)/status | tr -d '\t' |
	sort | tr '\n' ' ' | grep -E '^CapBnd:0+ CapEff:0+ CapPrm:0+ NoNewPrivs:1 Seccomp:2 $'"
good "it sees the key as a credential only" sh -c "
	! ls /proc/$(main_pid)/root/etc/guong/key && tr '\0' '\n' </proc/$(main_pid)/environ |
	grep CREDENTIALS_DIRECTORY="
before=$(main_pid)
good "it reloads" systemctl reload guong
good "and answers, the same process" sh -c "sleep 1; test $before = $(main_pid)"
good "after the reload" answers
kill -KILL "$before"
sleep 7
good "killed, it comes back" answers
good "a backup as every night" systemctl start guong-backup.service
good "is there" sh -c 'ls /var/backups/guong/guong-*.gb'
good "the timer can be enabled" systemctl enable --now guong-backup.timer
before=$(main_pid)
good "installed over itself while it runs" dpkg -i "$package"
good "it answers" answers
good "it was started anew" test "$before" != "$(main_pid)"
good "the timer goes on" systemctl is-active guong-backup.timer
good "it stops cleanly" sh -c 'systemctl stop guong && systemctl show -P Result guong | grep -x success'
good "its files are private" sh -c '! find /var/lib/guong /var/backups/guong -perm /077 | grep .'
echo "done" >>"$tap"
systemctl poweroff
