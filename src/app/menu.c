#include "app/menu.h"

static const struct {
	enum msg label;
	const char *href;
	enum perm perm;
} entries[] = {
	{M_MENU_ORG, "/org", PERM_ORG_READ},
	{M_MENU_MEMBER, "/member", PERM_MEMBER_FILE},
	{M_MENU_FIGURE, "/figure", PERM_FIGURE_READ},
	{M_MENU_IMPORT, "/import", PERM_IMPORT},
	{M_MENU_ACCOUNT, "/account", PERM_ACCOUNT_READ},
};

enum msg menu_label(const char *href)
{
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		if (text_eq(entries[i].href, href))
			return entries[i].label;
	return M_NONE;
}

struct list menu_of(struct ctx *cx)
{
	size_t all = sizeof(entries) / sizeof(*entries), n = 0;
	struct doc_link *links = arena_array(cx->a, all, sizeof(*links));

	if (!cx->actor->account)
		return (struct list){links, 0, sizeof(*links)};
	for (size_t i = 0; i < all; i++)
		if (grant_allows(cx->actor, entries[i].perm))
			links[n++] =
				(struct doc_link){.label = msg_text(cx->say.lang, entries[i].label),
					.href = entries[i].href};
	return (struct list){links, n, sizeof(*links)};
}
