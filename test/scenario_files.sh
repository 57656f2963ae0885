#!/bin/sh
# The files that the offices of Mường Ảng would send, into an empty database, in the shell: the same
# figures come of them as of the sample. Speaks TAP. Usage: scenario_files.sh GUONG SOURCE_DIR
set -eu

guong=$1
folder=$2/scenarios/muong-ang-2016
work=$(mktemp -d "${TMPDIR:-/tmp}/guong-files-XXXXXX")
said=$work/said
. "$(dirname "$0")/tap.sh"
trap 'rm -rf "$work"' EXIT
db=$work/x.db

take() { # KIND FILE ARGUMENT...
	kind=$1 file=$2 status=0
	shift 2
	"$guong" import "$kind" "$folder/$file" --db "$db" --lang en --commit --accept-warnings \
		"$@" >"$said" 2>&1 || status=$?
	is "$file is taken in" 0 "$status"
}

figure() { # CODE PERIOD
	is "$1 of $2" "$3" "$("$guong" figure "$1" --db "$db" --org muong-ang --period "$2" --lang en |
		head -n 1 | tr -d ,)"
}

"$guong" init --db "$db" --site "Huyện Mường Ảng" --today 31/12/2016 >/dev/null
take orgs orgs.csv
take members files/dang-vien-khi-mo-so.csv --opened-on 01/01/2013
is "dirt was mended" 1 "$([ "$(sed -n 's/^Cells mended *//p' "$said" | tr -d ,)" -gt 100 ] && echo 1)"
take members files/dang-vien-ve-sau.csv --history
take transfers files/chuyen-sinh-hoat.csv
take leavings files/ra-khoi-danh-sach.csv
take posts files/chuc-vu.csv
take villages files/thon-ban.csv
take targets targets.csv

figure org.grassroots 2016 49
figure org.cell.subordinate 2016 87
figure commune.total 2016 10
figure village.total 2016 94
figure village.no_cell 2016 26
figure member.total 2016 2128
figure member.admitted 2016 152
figure member.recognised 2016 171
figure card.issued 2016 173
is "152 of 120 are 127%" 1 "$("$guong" figure member.admitted --db "$db" --org muong-ang --period 2016 \
	--lang en | grep -c '127%')"

# what followed is the same in every year, here and in the sample
"$guong" demo muong-ang-2016 --db "$work/demo.db" >/dev/null
as_in_sample() { # CODE YEAR
	figure "$1" "$2" "$("$guong" figure "$1" --db "$work/demo.db" --org muong-ang --period "$2" \
		--lang en | head -n 1 | tr -d ,)"
}
for code in member.total member.full member.admitted member.recognised member.transferred_in \
	member.transferred_out member.struck_off member.resigned member.expelled member.deceased \
	card.issued; do
	for year in 2013 2014 2015 2016; do
		as_in_sample "$code" "$year"
	done
done
# the file of villages says who headed them when the register was opened
as_in_sample village.secretary_is_head 2013
as_in_sample village.head_not_member 2013

tap_end
