/*
 * seal_file.c: sealed texts about something: opening, adding, handing on.
 */
#include "base/crypto.h"
#include "core/seal_impl.h"
#include "core/tree.h"

struct seal_person {
	int64_t id;
	struct str public_key;
};

/* ---- loading ---- */

static enum err load_texts(struct ctx *cx, struct seal_file *f)
{
	static const struct field fields[] = {
		F_ID(struct seal_text, id, M_FIELD_ID, CLASS_INSIDE, 0, "text"),
		F_ID(struct seal_text, text_key, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
		F_ID(struct seal_text, reader, M_FIELD_ID, CLASS_INSIDE, 0, "key"),
		F_END,
	};
	static const struct seal_bytes bytes[] = {{1, offsetof(struct seal_text, box)},
		{4, offsetof(struct seal_text, sealed)}, {-1, 0}};

	return seal_list(cx, fields, sizeof(struct seal_text), bytes, &f->texts, Q_SEAL_TEXTS,
		SEAL_ARGS(f->kind, f->about));
}

static enum err load_persons(struct ctx *cx, struct seal_file *f)
{
	static const struct field fields[] = {
		F_ID(struct seal_person, id, M_FIELD_ID, CLASS_INSIDE, 0, "key"), F_END};
	static const struct seal_bytes bytes[] = {
		{1, offsetof(struct seal_person, public_key)}, {-1, 0}};

	f->persons = (struct list){0};
	if (!f->person)
		return ERR_OK;
	return seal_list(cx, fields, sizeof(struct seal_person), bytes, &f->persons,
		Q_SEAL_PERSON_KEYS, SEAL_ARGS(f->person));
}

/* Of each function the nearest organisation on the way up over which somebody holds it. */
static void find_readers(struct seal_file *f)
{
	const struct seal_holder *h = f->over.rows;

	f->n_readers = 0;
	for (const char *const *func = f->funcs; *func && f->n_readers < SEAL_READERS; func++)
		for (size_t i = 0; i < f->over.n; i++)
			if (text_eq(h[i].func, *func)) {
				f->readers[f->n_readers++] =
					(struct seal_reader){.func = *func, .org = h[i].org};
				break;
			}
}

static struct seal_reader *reader_of(struct seal_file *f, const char *func, int64_t org)
{
	for (size_t i = 0; i < f->n_readers; i++)
		if (f->readers[i].org == org && text_eq(f->readers[i].func, func))
			return &f->readers[i];
	return NULL;
}

static enum err load_holds(struct ctx *cx, struct seal_file *f)
{
	int64_t org[SEAL_READERS] = {-1, -1, -1, -1};
	const struct seal_hold *h;

	for (size_t i = 0; i < f->n_readers; i++)
		org[i] = f->readers[i].org;
	TRY(seal_holds(cx, &f->holds, Q_SEAL_HOLDS,
		SEAL_ARGS(f->kind, f->about, org[0], org[1], org[2], org[3])));
	h = f->holds.rows;
	for (size_t i = 0; i < f->holds.n; i++) {
		struct seal_reader *r = reader_of(f, h[i].func, h[i].org);
		if (r && h[i].live) {
			r->key = h[i].id;
			r->public_key = h[i].public_key;
		}
	}
	return ERR_OK;
}

static enum err settle(struct ctx *cx, struct seal_file *f, bool dry);

enum err seal_file_load(struct ctx *cx, struct seal_file *f)
{
	TRY(seal_me(cx, &f->me));
	f->over = (struct list){0};
	if (f->org)
		TRY(seal_over(cx, f->org, &f->over));
	find_readers(f);
	TRY(load_holds(cx, f));
	TRY(load_texts(cx, f));
	TRY(load_persons(cx, f));
	TRY(seal_recovery_key(cx, &f->recovery, &f->recovery_key));
	return settle(cx, f, true);
}

void seal_file_end(struct seal_file *f)
{
	seal_me_end(&f->me);
	secret_forget(f->opened, sizeof(f->opened));
	f->n_opened = 0;
}

/* ---- opening ---- */

static const struct seal_hold *my_hold(const struct seal_file *f, int64_t key)
{
	const struct seal_hold *h = f->holds.rows;

	for (size_t i = 0; f->me.key && i < f->holds.n; i++)
		if (h[i].id == key && h[i].hold && h[i].holder == f->me.key)
			return &h[i];
	return NULL;
}

static bool grant_is(const struct grant *g, const char *func, int64_t org)
{
	if (g->item || !text_eq(g->func, func))
		return false;
	return !g->org || g->org == org || text_eq(g->reach, "below");
}

/* Does the actor hold that function over that organisation now? A hold alone is not enough. */
static enum err holds_now(struct ctx *cx, const struct seal_hold *key, bool *ret)
{
	const struct grant *g = cx->actor->grants.rows;
	day_t day;

	*ret = false;
	for (size_t i = 0; !*ret && i < cx->actor->grants.n; i++) {
		if (!grant_is(&g[i], key->func, key->org))
			continue;
		*ret = !g[i].org || g[i].org == key->org;
		if (*ret || text_eq(key->func, "secretary"))
			continue;
		TRY(tree_day_of_reach(cx, key->org, &day));
		TRY(tree_is_below(cx, key->org, g[i].org, day, ret));
	}
	return ERR_OK;
}

/* The pair of a function that I hold; NULL if I do not, or not any more. */
static enum err func_pair(
	struct ctx *cx, struct seal_file *f, int64_t key, const struct box_pair **ret)
{
	const struct seal_hold *h = my_hold(f, key);
	unsigned char secret[BOX_KEY];
	bool now;

	*ret = NULL;
	for (size_t i = 0; i < f->n_opened; i++)
		if (f->opened[i].key == key)
			*ret = &f->opened[i].pair;
	if (*ret || !h || f->n_opened == SEAL_OPENED)
		return ERR_OK;
	TRY(holds_now(cx, h, &now));
	if (!now || !box_open(secret, h->sealed, &f->me.pair))
		return ERR_OK;
	if (box_pair_of(&f->opened[f->n_opened].pair, box_str(secret, sizeof(secret)))) {
		f->opened[f->n_opened].key = key;
		*ret = &f->opened[f->n_opened++].pair;
	}
	secret_forget(secret, sizeof(secret));
	return ERR_OK;
}

static enum err text_key(struct ctx *cx, struct seal_file *f, const struct seal_text *t,
	unsigned char ret[BOX_KEY], bool *ret_open)
{
	const struct box_pair *pair = NULL;

	*ret_open = false;
	if (!f->me.key || !t->text_key)
		return ERR_OK;
	if (t->reader == f->me.key)
		pair = &f->me.pair;
	else
		TRY(func_pair(cx, f, t->reader, &pair));
	*ret_open = pair && box_open(ret, t->sealed, pair);
	return ERR_OK;
}

/* Whichever of its sealed keys opens to me. */
static enum err any_key(struct ctx *cx, struct seal_file *f, int64_t text,
	unsigned char ret[BOX_KEY], const struct seal_text **ret_row)
{
	const struct seal_text *t = f->texts.rows;
	bool yes = false;

	*ret_row = NULL;
	for (size_t i = 0; !*ret_row && i < f->texts.n; i++) {
		if (t[i].id != text)
			continue;
		TRY(text_key(cx, f, &t[i], ret, &yes));
		*ret_row = yes ? &t[i] : NULL;
	}
	return ERR_OK;
}

static struct str bound_of(struct ctx *cx, const struct seal_file *f, int64_t text)
{
	return str_of(arena_printf(
		cx->a, "%s %lld about %lld", f->kind, (long long)text, (long long)f->about));
}

enum err seal_file_open(struct ctx *cx, struct seal_file *f, int64_t text, const char **ret)
{
	const struct seal_text *t;
	unsigned char key[BOX_KEY];
	struct str s;

	*ret = NULL;
	TRY(any_key(cx, f, text, key, &t));
	if (t && box_unclose(cx->a, key, t->box, bound_of(cx, f, text), &s))
		*ret = s.p;
	secret_forget(key, sizeof(key));
	return ERR_OK;
}

/* ---- handing on ---- */

static bool has_keyed(const struct seal_file *f, const char *func)
{
	const struct seal_holder *h = f->over.rows;

	for (size_t i = 0; i < f->over.n; i++)
		if (text_eq(h[i].func, func) && h[i].key)
			return true;
	return false;
}

static enum err ensure_keys(struct ctx *cx, struct seal_file *f, bool dry)
{
	for (size_t i = 0; i < f->n_readers; i++) {
		struct seal_reader *r = &f->readers[i];
		if (r->key || !has_keyed(f, r->func))
			continue;
		if (!dry)
			TRY(seal_func_new(cx, r, &f->over, f->recovery, f->recovery_key));
	}
	return ERR_OK;
}

static enum err pass_holds(struct ctx *cx, struct seal_file *f, bool dry)
{
	struct seal_pass p = {.over = &f->over,
		.recovery = f->recovery,
		.recovery_key = f->recovery_key,
		.dry = dry};
	const struct seal_hold *h = f->holds.rows;
	const struct box_pair *pair;

	for (size_t i = 0, n; i < f->holds.n; i += n) {
		struct seal_reader *r = reader_of(f, h[i].func, h[i].org);
		n = seal_rows_of(&f->holds, i);
		if (!r)
			continue;
		TRY(func_pair(cx, f, h[i].id, &pair));
		p.secret = pair ? pair->secret : NULL;
		p.left = false;
		TRY(seal_pass_key(cx, &p, &h[i], n));
		if (p.left && !dry && r->key == h[i].id)
			r->key = 0;
	}
	f->due += p.done;
	return ERR_OK;
}

/* Is somebody there who holds that key, as far as accounts go? */
static bool is_held(const struct seal_file *f, int64_t key)
{
	const struct seal_hold *h = f->holds.rows;

	for (size_t i = 0; i < f->holds.n; i++)
		if (h[i].id == key && h[i].account &&
			seal_holds_func(&f->over, h[i].func, h[i].holder))
			return true;
	return my_hold(f, key) != NULL;
}

/* The function to whose key (of whatever age) a text is sealed; NULL: to none of the readers. */
static struct seal_reader *reader_by_key(struct seal_file *f, int64_t key)
{
	const struct seal_hold *h = f->holds.rows;

	for (size_t i = 0; i < f->holds.n; i++)
		if (h[i].id == key)
			return reader_of(f, h[i].func, h[i].org);
	return NULL;
}

static bool is_person(const struct seal_file *f, int64_t key)
{
	const struct seal_person *p = f->persons.rows;

	for (size_t i = 0; i < f->persons.n; i++)
		if (p[i].id == key)
			return true;
	return false;
}

static bool sealed_for(
	struct seal_file *f, const struct seal_text *rows, size_t n, const struct seal_reader *r)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].reader == r->key ||
			(reader_by_key(f, rows[i].reader) == r && is_held(f, rows[i].reader)))
			return true;
	return false;
}

static bool sealed_to(const struct seal_text *rows, size_t n, int64_t key)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].reader == key)
			return true;
	return false;
}

static enum err seal_to(struct ctx *cx, int64_t text, int64_t reader, struct str public_key,
	const unsigned char key[BOX_KEY])
{
	unsigned char to[BOX_KEY], sealed[BOX_SEALED];

	seal_public(public_key, to);
	box_seal(sealed, key, to);
	return db_run(cx->db, Q_SEAL_TEXT_KEY_INSERT, id_new(cx->ids), text, reader,
		box_str(sealed, sizeof(sealed)), cx->txn, cx->txn_ms);
}

/* What one text still lacks; `key` NULL: only counted. */
static enum err add_readers(struct ctx *cx, struct seal_file *f, const struct seal_text *rows,
	size_t n, const unsigned char *key, int *ret_held)
{
	const struct seal_person *p = f->persons.rows;

	for (size_t i = 0; i < f->n_readers; i++) {
		const struct seal_reader *r = &f->readers[i];
		*ret_held += has_keyed(f, r->func);
		if (!has_keyed(f, r->func) || sealed_for(f, rows, n, r))
			continue;
		f->due++;
		if (key)
			TRY(seal_to(cx, rows->id, r->key, r->public_key, key));
	}
	for (size_t i = 0; i < f->persons.n; i++) {
		if (sealed_to(rows, n, p[i].id))
			continue;
		f->due++;
		if (key)
			TRY(seal_to(cx, rows->id, p[i].id, p[i].public_key, key));
	}
	return ERR_OK;
}

/* Whoever is not to read it any more: another organisation's, once there is a reader of now. */
static enum err drop_readers(
	struct ctx *cx, struct seal_file *f, const struct seal_text *rows, size_t n, bool dry)
{
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].text_key || is_person(f, rows[i].reader) ||
			reader_by_key(f, rows[i].reader))
			continue;
		f->due++;
		if (!dry)
			TRY(db_run(cx->db, Q_SEAL_TEXT_KEY_DROP, rows[i].text_key, cx->txn,
				cx->txn_ms));
	}
	return ERR_OK;
}

static enum err change_readers(struct ctx *cx, struct seal_file *f, const struct seal_text *rows,
	size_t n, const unsigned char *key)
{
	int held = 0;

	TRY(add_readers(cx, f, rows, n, key, &held));
	return held ? drop_readers(cx, f, rows, n, !key) : ERR_OK;
}

/* Opening costs more than all the rest: it is opened only if there is something to change. */
static enum err pass_text(
	struct ctx *cx, struct seal_file *f, const struct seal_text *rows, size_t n, bool dry)
{
	const struct seal_text *t;
	unsigned char key[BOX_KEY];
	int before = f->due;
	enum err e;

	TRY(change_readers(cx, f, rows, n, NULL));
	if (f->due == before)
		return ERR_OK;
	e = any_key(cx, f, rows->id, key, &t);
	if (!e && (!t || !dry))
		f->due = before;
	if (!e && t && !dry)
		e = change_readers(cx, f, rows, n, key);
	secret_forget(key, sizeof(key));
	return e;
}

static enum err settle(struct ctx *cx, struct seal_file *f, bool dry)
{
	const struct seal_text *t = f->texts.rows;

	f->due = 0;
	TRY(pass_holds(cx, f, dry));
	if (f->texts.n)
		TRY(ensure_keys(cx, f, dry));
	for (size_t i = 0, n; i < f->texts.n; i += n) {
		for (n = 0; i + n < f->texts.n && t[i + n].id == t[i].id; n++)
			;
		TRY(pass_text(cx, f, &t[i], n, dry));
	}
	return ERR_OK;
}

enum err seal_file_settle(struct ctx *cx, struct seal_file *f)
{
	return settle(cx, f, false);
}

/* ---- adding ---- */

static enum err seal_to_all(
	struct ctx *cx, struct seal_file *f, int64_t text, const unsigned char key[BOX_KEY])
{
	const struct seal_person *p = f->persons.rows;

	for (size_t i = 0; i < f->n_readers; i++)
		if (f->readers[i].key)
			TRY(seal_to(cx, text, f->readers[i].key, f->readers[i].public_key, key));
	for (size_t i = 0; i < f->persons.n; i++)
		TRY(seal_to(cx, text, p[i].id, p[i].public_key, key));
	return ERR_OK;
}

static bool has_reader(const struct seal_file *f)
{
	for (size_t i = 0; i < f->n_readers; i++)
		if (f->readers[i].key)
			return true;
	return false;
}

enum err seal_file_add(struct ctx *cx, struct seal_file *f, const char *text, int64_t *ret_id)
{
	unsigned char key[BOX_KEY];
	struct str closed;
	enum err e;

	if (!f->me.key)
		return cx_fault(cx, ERR_REFUSED, NULL, M_SEAL_NO_KEY);
	TRY(settle(cx, f, false));
	TRY(ensure_keys(cx, f, false));
	if (!has_reader(f))
		return cx_fault(cx, ERR_REFUSED, NULL, M_SEAL_NO_READER);
	*ret_id = id_new(cx->ids);
	random_bytes(key, sizeof(key));
	closed = box_close(cx->a, key, str_of(text), bound_of(cx, f, *ret_id));
	e = db_run(cx->db, Q_SEAL_TEXT_INSERT, *ret_id, f->kind, f->about, closed, cx->txn,
		cx->txn_ms);
	if (!e)
		e = seal_to_all(cx, f, *ret_id, key);
	secret_forget(key, sizeof(key));
	return e;
}

/* ---- who may open, in words ---- */

static enum err reader_words(struct ctx *cx, struct seal_hold *h)
{
	struct org_spell s = {0};
	enum err e = h->org ? tree_spell_near(cx, h->org, cx->say.today, &s) : ERR_NOT_FOUND;
	const char *func = cat_name(cx->say.cats, cx->say.lang, "func", h->func);

	if (e && e != ERR_NOT_FOUND)
		return e;
	h->words = e ? func : arena_printf(cx->a, "%s (%s)", func, s.name);
	return ERR_OK;
}

/* The first row of a key, where its words are kept; NULL: it is of no function. */
static struct seal_hold *key_row(const struct seal_file *f, int64_t key)
{
	struct seal_hold *h = (struct seal_hold *)f->holds.rows;

	for (size_t i = 0; i < f->holds.n; i++)
		if (h[i].id == key)
			return &h[i];
	return NULL;
}

enum err seal_file_readers(
	struct ctx *cx, const struct seal_file *f, int64_t text, const char **ret)
{
	const struct seal_text *t = f->texts.rows;
	bool person = false;

	*ret = "";
	for (size_t i = 0; i < f->texts.n; i++) {
		struct seal_hold *h = key_row(f, t[i].reader);
		if (t[i].id != text || !t[i].text_key)
			continue;
		if (h && !h->words)
			TRY(reader_words(cx, h));
		if (h && !strstr(*ret, h->words))
			*ret = arena_printf(cx->a, "%s%s%s", *ret, **ret ? ", " : "", h->words);
		person = person || is_person(f, t[i].reader);
	}
	if (person)
		*ret = arena_printf(cx->a, "%s%s%s", *ret, **ret ? ", " : "",
			msg_text(cx->say.lang, M_SEAL_THE_PERSON));
	return ERR_OK;
}
