# shellcheck shell=sh
# For tests in the shell: cases as TAP. To be read in with `. "$(dirname "$0")/tap.sh"`; ended with
# `tap_end`. What the last command said stands in the file $said, and is told with a case that fails.
number=0
failed=0
said=${said:-/dev/null}

is() { # NAME WANTED GOT
	number=$((number + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $number - $1"
	else
		failed=1
		echo "not ok $number - $1"
		echo "# wanted $2, got $3"
		[ ! -f "$said" ] || tail -n 20 "$said" | sed 's/^/# /'
	fi
}

tap_end() {
	echo "1..$number"
	exit "$failed"
}
