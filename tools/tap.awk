# Counts the cases of TAP: prints "PASSED FAILED SKIPPED". Subtests (indented) are part of their
# case; a plan that was not fulfilled and a bail-out are one failure each.
/^(not )?ok([ \t]|$)/ {
	seen++
	if (toupper($0) ~ /# *SKIP/)
		skipped++
	else if (toupper($0) ~ /# *TODO/)
		skipped++
	else if ($1 == "not")
		failed++
	else
		passed++
}
/^1\.\.[0-9]+/ {
	planned += substr($1, 4)
	plans++
}
/^Bail out!/ {
	failed++
}
END {
	if (!plans || (planned != seen && planned > 0))
		failed++
	printf "%d %d %d\n", passed, failed, skipped
}
