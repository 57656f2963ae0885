#include "app/menu.h"

#include "app/proposal.h"

static const struct {
	enum msg label;
	const char *href;
	enum perm perm;
} entries[] = {
	{M_MENU_DASH, "/dashboard", PERM_FIGURE_READ},
	{M_MENU_WORK, "/work", PERM_SELF},
	{M_MENU_ORG, "/org", PERM_ORG_READ},
	{M_MENU_MEMBER, "/member", PERM_MEMBER_FILE},
	{M_MENU_FIGURE, "/figure", PERM_FIGURE_READ},
	{M_MENU_IMPORT, "/import", PERM_IMPORT},
	{M_MENU_REORG, "/reorg", PERM_REORG_READ},
	{M_MENU_RULE, "/rule", PERM_RULE_CHANGE},
	{M_MENU_ACCOUNT, "/account", PERM_ACCOUNT_READ},
	{M_MENU_SEAL, "/seal", PERM_SEAL_READ},
	{M_MENU_AUDIT, "/audit", PERM_AUDIT_READ},
	{M_MENU_PROPOSAL, "/proposal", PERM_SELF},
	{M_MENU_REQUEST, "/request", PERM_REQUEST_READ},
	{M_MENU_LOOKS, "/looks", PERM_LOOKS_READ},
	{M_MENU_ME, "/me", PERM_SELF},
	{M_MENU_HELP, "/help", PERM_PUBLIC},
};

enum msg menu_label(const char *href)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		if (text_eq(entries[i].href, href))
			return entries[i].label;
	return M_NONE;
}

/* Nobody but who proposes or answers has anything to do there. */
static bool is_shown(const struct ctx *cx, size_t i)
{
	if (entries[i].label == M_MENU_PROPOSAL && !proposal_concerns(cx->actor))
		return false;
	return grant_allows(cx->actor, entries[i].perm);
}

static const char *label_of(struct ctx *cx, size_t i)
{
	const char *label = msg_text(cx->say.lang, entries[i].label);

	if (entries[i].label != M_MENU_PROPOSAL || !cx->waiting)
		return label;
	return arena_printf(
		cx->a, "%s (%d%s)", label, cx->waiting, cx->waiting < PROPOSALS_MOST ? "" : "+");
}

struct list menu_of(struct ctx *cx)
{
	size_t all = sizeof(entries) / sizeof(*entries), n = 0;
	struct doc_link *links = arena_array(cx->a, all, sizeof(*links));

	if (!cx->actor->account)
		return (struct list){links, 0, sizeof(*links)};
	for (size_t i = 0; i < all; i++)
		if (is_shown(cx, i))
			links[n++] = (struct doc_link){
				.label = label_of(cx, i), .href = entries[i].href};
	return (struct list){links, n, sizeof(*links)};
}
