/*
 * org_tree.c: the tree as a tree: the way from the top, the organisation, its children on demand.
 */
#include "org/org.h"

enum { CHILDREN = 200 };

struct node {
	int64_t id, depth, below;
	int here, open;
	const char *name, *kind, *href;
};

static const struct field node_fields[] = {
	F_ID(struct node, id, M_FIELD_ID, CLASS_INSIDE, FF_HIDDEN, "org"),
	F_INT(struct node, depth, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN, 0),
	F_TEXT(struct node, name, M_FIELD_NAME, CLASS_INSIDE, FF_KEY, 200),
	F_CAT(struct node, kind, M_FIELD_KIND, CLASS_INSIDE, 0, "org_kind"),
	F_INT(struct node, below, M_FIELD_BELOW, CLASS_INSIDE, 0, 0),
	F_BOOL(struct node, here, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN),
	F_BOOL(struct node, open, M_FIELD_SEQ, CLASS_INSIDE, FF_HIDDEN),
	F_URL(struct node, href, M_FIELD_NAME, CLASS_INSIDE, FF_HIDDEN),
	F_END,
};

struct tree_in {
	const char *at;
};

static const struct field tree_fields[] = {
	F_TEXT(struct tree_in, at, M_FIELD_ORG, CLASS_INSIDE, 0, 100),
	F_END,
};

static const char *node_href(struct ctx *cx, int64_t id)
{
	return arena_printf(
		cx->a, "/tree%s%cat=%lld", cx->query, *cx->query ? '&' : '?', (long long)id);
}

static size_t put_path(struct ctx *cx, struct list path, bool below, struct node *out)
{
	const struct org_step *s = path.rows;

	for (size_t i = 0; i < path.n; i++)
		out[i] = (struct node){.id = s[i].org,
			.depth = (int64_t)i,
			.here = i + 1 == path.n,
			.open = i + 1 < path.n || below,
			.name = s[i].name,
			.kind = s[i].kind,
			.href = node_href(cx, s[i].org)};
	return path.n;
}

static size_t put_children(struct ctx *cx, struct list rows, int64_t depth, struct node *out)
{
	const struct org_row *r = rows.rows;
	size_t n = rows.n < CHILDREN ? rows.n : CHILDREN;

	for (size_t i = 0; i < n; i++)
		out[i] = (struct node){.id = r[i].id,
			.depth = depth,
			.below = r[i].below,
			.name = r[i].name,
			.kind = r[i].kind,
			.href = r[i].below ? node_href(cx, r[i].id) : org_href(cx, r[i].id, "")};
	return n;
}

static enum err tree(struct ctx *cx, const void *vin, struct doc *d)
{
	const struct tree_in *in = vin;
	struct list path = {0}, rows;
	struct doc_part *p;
	struct node *nodes;
	int64_t at = 0;
	size_t n;

	if (!text_empty(in->at))
		TRY(tree_way(cx, in->at, cx->day, "at", &at, &path));
	TRY(db_list(cx->db, cx->a, org_row_fields, sizeof(struct org_row), &rows, Q_ORG_CHILDREN,
		path.n ? at : (int64_t)0, cx->day, cx->known, (int64_t)CHILDREN + 1));
	nodes = arena_array(cx->a, path.n + rows.n + 1, sizeof(*nodes));
	n = put_path(cx, path, rows.n > 0, nodes);
	n += put_children(cx, rows, (int64_t)path.n, nodes + n);
	d->dated = 1;
	d->title = msg_text(cx->say.lang, M_ORG_TREE);
	p = doc_tree(d, "tree", M_NONE, node_fields, (struct list){nodes, n, sizeof(*nodes)});
	p->empty = msg_text(cx->say.lang, M_ORG_NO_ROOTS);
	if (path.n) {
		const char *page = org_href(cx, at, "");
		doc_link(d, DOC_PRIMARY, msg_text(cx->say.lang, M_ORG_OPEN_PAGE), "%s", page);
		if (rows.n > CHILDREN)
			doc_part_link(d, p, DOC_ONWARD, msg_text(cx->say.lang, M_ORG_ALL_CHILDREN),
				"%s#children", page);
	}
	return ERR_OK;
}

const struct action org_tree = {
	.in = tree_fields, .in_size = sizeof(struct tree_in), .read = tree, .title = M_ORG_TREE};
