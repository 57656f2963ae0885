/*
 * reach.c: what each account sees of whom, on every page, list, figure, file and search. Two
 * things are compared: no answer shows more of a person than town_accounts[] allows, which is
 * written from the rights and not from what the program does; and all answers stand in
 * golden/reach.txt, so that nothing that somebody may see is lost either.
 *
 *	reach FILE [--update]
 */
#include "base/die.h"
#include "golden.h"
#include "town.h"

#include <stdio.h>
#include <stdlib.h>

enum { VISITS = TOWN_ACCOUNTS };

static const char *const asked[] = {
	"/org/cb-a/members",
	"/org/cb-a/members.json",
	"/org/cb-a/members.csv",
	"/org/cb-a/members.xlsx",
	"/org/cb-a/members.json?all=1",
	"/org/cd-a/members.csv",
	"/org/dc-a/members.csv",
	"/org/xa-a/members.csv",
	"/org/xa-a/members.json",
	"/org/xa-b/members.csv",
	"/org/cb-b/members.csv",
	"/org/cb-m/members.csv",
	"/org/tinh/members.csv",
	"/org/cb-a/members.csv?state=guest",
	"/org/cb-a/members.json?state=guest",
	"/org/cb-a/members.csv?state=left",
	"/org/cb-a/members.csv?sex=female",
	"/org/cb-a/members.csv?ethnicity=tay",
	"/org/xa-a/members.csv?ethnicity=tay",
	"/org/xa-a/members.csv?religion=buddhist",
	"/org/xa-a/members.csv?name=khoai",
	"/org/xa-a/members.csv?cell=cd-a",
	"/org/xa-a/members.csv?cell=cb-b",
	"/org/cb-a/members.csv?day=2025-06-30",
	"/org/xa-a/members.csv?day=2025-06-30",
	"/org/xa-a/members.json?day=2025-06-30",
	"/org/huyen/members.csv?day=2024-06-30",
	"/org/huyen/members?day=2024-06-30",
	"/org/huyen/roster.csv?day=2024-06-30",
	"/org/xa-b/members.csv?day=2025-06-30",
	"/org/cb-a/roster",
	"/org/cb-a/roster?paper=1",
	"/org/cb-a/roster.csv",
	"/org/cb-a/roster.xlsx",
	"/org/xa-a/roster.csv",
	"/org/xa-a/roster.json",
	"/org/cb-a/extract",
	"/org/cb-a/extract.csv",
	"/org/cb-a/extract?columns=citizen_no&paper=1",
	"/org/cb-a/extract.csv?columns=citizen_no;ethnicity",
	"/org/cb-a/extract?c_citizen_no=1",
	"/org/cb-a/extract.csv?columns=residence",
	"/org/cb-a/extract.csv?people={A};{B}",
	"/org/xa-a/extract.csv?columns=ethnicity",
	"/org/xa-a/extract.csv?people={C}",
	"/org/cb-a/change",
	"/org/cb-a/change.json?kind=admitted&period=2015",
	"/org/cb-a/due.json",
	"/org/cb-a/transit",
	"/org/cb-a/transit.json",
	"/org/cb-b/transit.json",
	"/org/cb-a",
	"/org/cb-a.json",
	"/org/cb-b.json",
	"/org/xa-a.json",
	"/member",
	"/member?q=trinh",
	"/member.json?q=trinh",
	"/member.csv?q=trinh",
	"/member.json?q=TT-1",
	"/member/{A}",
	"/member/{A}.json",
	"/member/{A}/history.json",
	"/member/{A}/change",
	"/member/{A}/correct.json",
	"/member/{A}/kept.json",
	"/member/TT-1",
	"/member/{B}.json",
	"/member/{B}.json?day=2020-01-01",
	"/member/{C}.json",
	"/member/{D}.json",
	"/member/{D}/receive",
	"/member/{D}/receive.json",
	"/member/{E}.json",
	"/member/{E}/history.json",
	"/member/{F}.json",
	"/member/{F}.json?day=2020-01-01",
	"/member/{G}.json",
	"/member/{G}.json?day=2020-01-01",
	"/member/{H}.json",
	"/member-fact/{fact:A}.json",
	"/member-fact/{fact:B}.json",
	"/figure/member.total.json?org=xa-a",
	"/figure/member.total.json?org=xa-b",
	"/figure/member.total.json",
	"/figure/member.total?org=xa-a&records=1",
	"/figure/member.total.json?org=xa-a&records=1",
	"/figure/member.total.csv?org=xa-a&records=1",
	"/figure/member.total.json?org=cb-a&records=1&period=2024",
	"/figure/member.total.json?org=xa-a&records=1&period=2024",
	"/figure/member.admitted.json?org=huyen&records=1&period=2015",
	"/figure/member.total.json?org=xa-a&by=sex",
	"/figure/member.total.json?org=xa-a&by=ethnicity",
	"/figure/member.total.csv?org=xa-a&by=ethnicity",
	"/figure/member.total.json?org=cb-a&by=sex&across=religion",
	"/village/v-a",
	"/village/v-a.json",
	"/org/xa-a/villages.csv",
	"/org/xa-a/coverage.json",
	"/org/xa-a/village-heads.json",
	"/me",
	"/me/export.json",
	"/account/{account:plain}.json",
	"/request.json",
	"/proposal.json",
	NULL,
};

struct reach {
	struct world w;
	struct town t;
	struct visit *who[VISITS];
	struct golden g;
};

/* One answer of several accounts. */
struct group {
	const char *what, *who;
};

static void add(struct world *w, struct group *groups, size_t *n, const char *what, const char *who)
{
	size_t i = 0;

	while (i < *n && !text_eq(groups[i].what, what))
		i++;
	if (i == *n)
		groups[(*n)++] = (struct group){what, who};
	else
		groups[i].who = arena_printf(w->ra, "%s, %s", groups[i].who, who);
}

static void check_most(
	struct reach *r, const struct town_account *a, const char *target, const int seen[])
{
	for (int i = 0; i < TOWN_PEOPLE; i++)
		if (seen[i] > a->most[i] - '0')
			golden_case(&r->g, false, arena_printf(r->w.ra, "%s: %s", a->login, target),
				arena_printf(r->w.ra, "%c%d, but at most %c", 'A' + i, seen[i],
					a->most[i]));
}

static const char *ask(struct reach *r, int i, const char *target)
{
	struct arena *a = r->w.ra;
	struct answer answer = visit_get(r->who[i], target);
	int seen[TOWN_PEOPLE];
	const char *text = town_seen(&r->w, &answer, seen);

	check_most(r, &town_accounts[i], target, seen);
	return arena_printf(a, "%d%s%s", answer.status, *text ? " " : "", text);
}

static void ask_all(struct reach *r, const char *asked_for)
{
	const char *target = town_text(&r->t, asked_for);
	struct group groups[VISITS];
	size_t n = 0;

	for (int i = 0; town_accounts[i].login; i++)
		add(&r->w, groups, &n, ask(r, i, target), town_accounts[i].login);
	for (size_t i = 0; i < n; i++)
		golden_line(&r->g, arena_printf(r->w.ra, "%s %s  %s", asked_for, groups[i].what,
					   groups[i].who));
	world_forget(&r->w);
}

int main(int argc, char **argv)
{
	struct reach *r;
	int status;

	if (argc < 2)
		return 2;
	r = calloc(1, sizeof(*r));
	if (!r)
		return 2;
	world_start(&r->w);
	world_tree(&r->w, "");
	world_accounts(&r->w);
	town_plant(&r->w, &r->t);
	golden_start(&r->g, r->w.a, argv[1], argc > 2 && text_eq(argv[2], "--update"));
	golden_remark(&r->g, "Who sees whom, and how much: test/reach.c, test/town.h.");
	golden_remark(&r->g, "Address, status, then letters of persons with 1 the name, 2 what is");
	golden_remark(
		&r->g, "personal, 3 what is sensitive too; and the accounts that get just that.");
	for (int i = 0; town_accounts[i].login; i++)
		r->who[i] = visit_new(&r->w, town_accounts[i].login);
	for (int i = 0; asked[i]; i++)
		ask_all(r, asked[i]);
	status = golden_end(&r->g);
	world_stop(&r->w);
	free(r);
	return status;
}
