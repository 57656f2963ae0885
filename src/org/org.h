/*
 * org.h: organisations: the tree, their pages, what is done to them, what is known of them.
 *
 * The tree itself is core/tree; here are the actions: reading (org.c, org_tree.c), the acts with
 * their forms and previews (org_act.c), correcting what was entered wrongly (org_history.c), posts,
 * bodies, terms and charges (org_record.c, org_staff.c), lists to take away (org_export.c).
 */
#ifndef GUONG_ORG_ORG_H
#define GUONG_ORG_ORG_H

#include "core/action.h"
#include "core/tree.h"

/* A child in a list. */
struct org_row {
	int64_t id, below;
	const char *code, *name, *kind, *sector;
};
extern const struct field org_row_fields[];

extern const struct action org_home, org_show, org_tree, org_search, org_history, org_staff;
extern const struct action org_found, org_open, org_rename, org_recode, org_kind, org_move,
	org_split, org_merge, org_dissolve, org_correct, org_undo;
extern const struct action org_export, org_export_changes, org_export_posts;
/* Dated records, see org_record.h. */
#define ORG_RECORD_ACTIONS(name)                                                                   \
	extern const struct action org_##name##_show, org_##name##_new, org_##name##_change,       \
		org_##name##_correct, org_##name##_end, org_##name##_remove
ORG_RECORD_ACTIONS(term);
ORG_RECORD_ACTIONS(body);
ORG_RECORD_ACTIONS(post);
ORG_RECORD_ACTIONS(charge);

/* The path from the top to the organisation, into the document; its last step into `ret`. */
enum err org_path(struct ctx *cx, struct doc *d, int64_t org, struct org_step *ret);
/* Those directly below the organisation (0: those without anybody above), page by page. */
enum err org_children_add(struct ctx *cx, struct doc *d, int64_t org, struct doc_part **ret);
/* "/org/17/rename?day=..." */
const char *org_href(struct ctx *cx, int64_t org, const char *rest);

#endif
