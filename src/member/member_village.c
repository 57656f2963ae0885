#include "member/member_village.h"

enum err member_village_of(struct ctx *cx, const char *code, day_t from, struct member_village *ret)
{
	struct cursor c;

	*ret = (struct member_village){0};
	if (text_empty(code))
		return ERR_OK;
	TRY(db_query(cx->db, &c, Q_MEMBER_VILLAGE_OF, code, from, cx->known));
	if (db_next(&c)) {
		ret->village = db_int(&c, 0);
		ret->name = arena_strdup(cx->a, db_text(&c, 1));
	}
	return db_end(&c);
}

enum err member_village_doubtful(struct ctx *cx, const char *code, day_t from, bool *ret)
{
	struct member_village v;
	int64_t any = 0;

	TRY(member_village_of(cx, code, from, &v));
	if (!text_empty(code) && !v.village)
		TRY(db_number(cx->db, &any, 0, Q_MEMBER_VILLAGES_ANY));
	*ret = any > 0;
	return ERR_OK;
}
