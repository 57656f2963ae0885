#!/bin/sh
# actions.sh SOURCE: every action that is written down has a name in the catalogue txn_action, or the
# page of the data auditor would show its code. Actions that are put together from parts (kinds of
# acts, of records, of imports) are looked up for each part that the catalogues know.
set -u
cd "$1" || exit 1
n=0

check() {
	n=$((n + 1))
	if grep -q "^txn_action,$1," rules/catalogues.csv; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1 has no name in the catalogue txn_action"
	fi
}

# typed out where the transaction begins, or as the way of an action
for a in $(grep -rhEo 'txn_start\([a-z>&.-]+, "[a-z_]+"' src --include='*.c' --exclude='*_test*.c' |
	sed 's/.*"\(.*\)"/\1/' | sort -u) \
	account_close account_open proposal_decline proposal_withdraw; do
	check "$a"
done
for a in $(grep -rhEo '\.arg = "(member|org)_[a-z_]+"' src --include='*.c' | sed 's/.*"\(.*\)"/\1/' | sort -u); do
	check "$a"
done

# put together
for a in found open rename code kind move split merge dissolve; do check "org_$a"; done
for k in term body post charge; do
	for a in new change correct end remove; do check "${k}_$a"; done
done
for k in $(grep '^import_kind,' rules/catalogues.csv | cut -d, -f2); do check "import_$k"; done
for k in place cell count head charge unstable survey; do
	check "village_set_$k"
	check "village_fix_$k"
done
for k in fact_end fact_remove end merge; do check "village_$k"; done
for k in note correction answer; do check "note_$k"; done

if [ $n -lt 60 ]; then
	n=$((n + 1))
	echo "not ok $n - too few actions were found: has txn_start() another form now?"
fi
echo "1..$n"
