# Field tables of preprocessed C: "FILE TABLE.FIELD CLASS", a line for each field.
{ text = text " " $0 }

END {
	row = "[{] *\"[A-Za-z_0-9]+\" *, *FT_[A-Z]+ *, *[A-Za-z_0-9]+"
	begin = "struct field [a-z_0-9]+\\[[^]]*\\] *= *[{]"
	table = "?"
	while (match(text, "(" row ")|(" begin ")")) {
		found = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH - 1)
		if (found ~ /^struct field /) {
			split(found, part, /[ \[]+/)
			table = part[3]
			continue
		}
		split(found, part, /"/)
		class = found
		sub(/.*, */, "", class)
		sub(/^CLASS_/, "", class)
		print file, table "." part[2], class
	}
}
