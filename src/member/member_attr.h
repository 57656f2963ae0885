/*
 * member_attr.h: attributes of a person in forms: changed from a day, or wrong from the start.
 *
 * Both forms show all attributes filled in; only what the clerk made different is written, so that
 * nothing that somebody else changed meanwhile is set back. The record's version is carried; a
 * mismatch refuses once, shows field by field what stands now and what was typed, and keeps it.
 */
#ifndef GUONG_MEMBER_MEMBER_ATTR_H
#define GUONG_MEMBER_MEMBER_ATTR_H

#include "member/member_file.h"

/* The attributes as fields of a form, whose struct begins with `struct person p`. */
#define ATTR_TEXT(s, m, label, cls, flags, max)                                                    \
	{                                                                                          \
#m, FT_TEXT, cls, label, flags, FIELD_OFF(s, p.m, const char *), max, 0, 0,        \
			M_NONE, 0                                                                  \
	}
#define ATTR_CAT(s, m, label, cls, cat)                                                            \
	{                                                                                          \
#m, FT_CAT, cls, label, 0, FIELD_OFF(s, p.m, const char *), 0, cat, 0, M_NONE, 0   \
	}
#define MEMBER_ATTRIBUTES(s)                                                                       \
	ATTR_TEXT(s, full_name, M_FIELD_FULL_NAME, CLASS_INSIDE, FF_REQUIRED, 100),                \
		ATTR_TEXT(s, other_name, M_FIELD_OTHER_NAME, CLASS_PERSONAL, 0, 100),              \
		{"birth_date", FT_DAY, CLASS_PERSONAL, M_FIELD_BIRTH_DATE, 0,                      \
			FIELD_OFF(s, p.birth_date, day_t), 0, 0, 0, M_HINT_BIRTH, 0},              \
		ATTR_CAT(s, sex, M_FIELD_SEX, CLASS_PERSONAL, "sex"),                              \
		ATTR_CAT(s, ethnicity, M_FIELD_ETHNICITY, CLASS_SENSITIVE, "ethnicity"),           \
		ATTR_CAT(s, religion, M_FIELD_RELIGION, CLASS_SENSITIVE, "religion"),              \
		ATTR_TEXT(s, native_place, M_FIELD_NATIVE_PLACE, CLASS_PERSONAL, 0, 200),          \
		ATTR_TEXT(s, residence, M_FIELD_RESIDENCE, CLASS_PERSONAL, 0, 200),                \
		ATTR_TEXT(s, phone, M_FIELD_PHONE, CLASS_PERSONAL, 0, 30),                         \
		ATTR_TEXT(s, citizen_no, M_FIELD_CITIZEN_NO, CLASS_SENSITIVE, 0, 12),              \
		ATTR_CAT(s, schooling, M_FIELD_SCHOOLING, CLASS_PERSONAL, "schooling"),            \
		ATTR_TEXT(s, degree, M_FIELD_DEGREE, CLASS_PERSONAL, 0, 200),                      \
		ATTR_CAT(s, theory_level, M_FIELD_THEORY_LEVEL, CLASS_PERSONAL, "theory_level"),   \
		ATTR_CAT(s, occupation, M_FIELD_OCCUPATION, CLASS_PERSONAL, "occupation"),         \
		ATTR_CAT(s, youth_union, M_FIELD_YOUTH_UNION, CLASS_PERSONAL, "yes_no"),           \
		ATTR_TEXT(s, village_code, M_FIELD_VILLAGE_CODE, CLASS_PERSONAL, 0, 60),           \
		ATTR_TEXT(s, member_no, M_FIELD_MEMBER_NO, CLASS_INSIDE, 0, 40),                   \
		ATTR_TEXT(s, note, M_FIELD_NOTE, CLASS_PERSONAL, 0, 500)

/*
 * What the forms ask; the attributes come first, so that person_attributes describes them as well.
 * `version` and `seen` (the instant of the last record) are as they were when the form was opened.
 */
struct attr_in {
	struct person p;
	day_t day;
	const char *reason;
	int64_t version, seen;
	int64_t request; /* of the person, that led here; 0: none */
};

extern const struct action member_change, member_correct;

/*
 * What is wrong with attributes that were typed, whatever the form: problems bound to fields.
 * `was`: what they were before, or NULL of a new person; what was not touched is not complained of.
 */
enum err member_attr_check(struct ctx *cx, const struct person *p, const struct person *was);

#endif
