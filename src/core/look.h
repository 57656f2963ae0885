/*
 * look.h: the log of looks: whoever was shown what about whom.
 *
 * Nobody has to think of it: an answer that shows persons is known by its fields (an FT_ID of a
 * "person", or one of class personal and above that holds something), and the edges (web, shell)
 * write the look to the side database before the answer leaves. If it cannot be written, nothing
 * leaves. An action only says what cannot be seen from outside: whose file it is, over which
 * organisations somebody searched (doc_look(), doc_look_org(), look_reach()).
 *
 *	look_of(cx, d, &frame, &look);
 *	if (look.people)
 *		TRY(look_write(cx, &look));
 *
 * What leaves as a whole (a file, a list on paper) with more people than the rule
 * look.purpose_above names a purpose, which stands in the log too.
 *
 * One page of a list is one row. Files and papers are on the disk when they leave; of pages a power
 * cut may take back the last few looks (db_begin_lazy()).
 */
#ifndef GUONG_CORE_LOOK_H
#define GUONG_CORE_LOOK_H

#include "core/ctx.h"

/* How the answer leaves. */
struct look_frame {
	const char *route, *format;   /* "member_list"; "html", "json", "csv", "xlsx", "text" */
	const struct sink_seen *seen; /* of a file; NULL: none */
};

struct look {
	const char *kind, *route, *format;
	int64_t person, other, people;
	const int64_t *orgs;
	size_t n; /* at least one */
	day_t day;
	enum field_class class;
	const char *columns;
	bool whole; /* all at once, to be taken away: a file or a paper */
};

/* What an answer shows of people; `people` 0: nobody, there is nothing to write. */
void look_of(struct ctx *cx, const struct doc *d, const struct look_frame *fr, struct look *ret);
/* Is a purpose to be asked for first? In a transaction of the main database or outside. */
enum err look_needs_purpose(struct ctx *cx, const struct look *l, bool *ret);
/* Writes it, in a transaction of its own. */
enum err look_write(struct ctx *cx, const struct look *l);
/* "Nguyễn Thị A (an.nt) lấy lúc 08:15 22/11/2026": for what is taken away. */
const char *look_taken(struct ctx *cx);
/* Says over whom the actor's functions let them look: for searches and imports. */
void look_reach(struct ctx *cx, struct doc *d, const char *kind, enum perm perm);

#endif
