# Counts the cases in the report of `meson test`: prints "PASSED FAILED SKIPPED".
BEGIN {
	RS = "<"
}
function number(name,    rest) {
	rest = $0
	if (!sub(".*[ ]" name "=\"", "", rest))
		return 0
	return rest + 0
}
/^testsuite[ ]/ {
	bad = number("errors") + number("failures")
	failed += bad
	skipped += number("skipped")
	passed += number("tests") - bad - number("skipped")
}
END {
	printf "%d %d %d\n", passed, failed, skipped
}
