#include "core/sum_stock.h"

enum err sum_node_read(struct ctx *cx, int64_t org, struct sum_node *ret, bool *ret_there)
{
	enum err e;

	*ret_there = false;
	if (cx->known != KNOWN_NOW)
		return ERR_OK;
	e = db_get(cx->db, cx->a, sum_node_fields, ret, Q_SUM_NODE, org);
	*ret_there = !e && !ret->dirty;
	return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Full members, and those of the status `also`. */
static enum err read_stock(struct ctx *cx, int64_t org, day_t day, const char *also, int64_t *ret)
{
	return db_number(cx->db, ret, 0, Q_SUM_STOCK, org, (day_t)(day / 100 * 100), day, also);
}

enum err sum_stock(struct ctx *cx, int64_t org, day_t day, bool *ret_there, int64_t *ret)
{
	struct sum_node node;

	*ret = 0;
	TRY(sum_node_read(cx, org, &node, ret_there));
	return *ret_there ? read_stock(cx, org, day, "probationary", ret) : ERR_OK;
}

enum err sum_stock_full(struct ctx *cx, int64_t org, day_t day, int64_t *ret)
{
	return read_stock(cx, org, day, "full", ret);
}

static enum err read_children(
	struct ctx *cx, int64_t org, day_t before, day_t day, struct list *ret)
{
	size_t room = 0;
	struct cursor c;

	ret->size = sizeof(struct sum_child);
	TRY(db_query(cx->db, &c, Q_SUM_STOCK_CHILDREN, org, before, day));
	while (db_next(&c)) {
		struct sum_child *row = db_list_more(cx->a, ret, &room);
		long long child;
		/* the organisation itself has a word for a key */
		row->child = str_to_int(str_of(db_text(&c, 0)), &child) ? child : 0;
		row->n = db_int(&c, 1);
	}
	return db_end(&c);
}

enum err sum_stock_children(
	struct ctx *cx, int64_t org, day_t day, bool *ret_there, struct list *ret)
{
	day_t month = day / 100 * 100;
	bool whole = day < DAY_MAX && day_last(month) == day;
	struct sum_node node;

	*ret = (struct list){0};
	TRY(sum_node_read(cx, org, &node, ret_there));
	if (!*ret_there)
		return ERR_OK;
	*ret_there = whole || (day >= node.daily_from && day < node.daily_to);
	if (!*ret_there)
		return ERR_OK;
	/* of a whole month no day is needed */
	return read_children(cx, org, whole ? month + 1 : month, whole ? month : day, ret);
}
