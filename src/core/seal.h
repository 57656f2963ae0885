/*
 * seal.h: texts that an administrator with the whole machine cannot read afterwards, because nobody
 * has written down what opens them.
 *
 * Four kinds of keys, each sealed to the next (base/box.h):
 *
 *	a text       has a random key of its own, sealed to each function that may open it and to
 *	             the accounts of the person it is about
 *	a function   over an organisation ("organisation department of this committee") has a pair,
 *	             whose private half is sealed to each account that holds the function: a hold
 *	an account   has a pair, whose private half is encrypted under a key from its password
 *	recovery     has a pair, whose private half exists only in halves of two officers each
 *
 * A session carries the private half of its account under a key from the token in the cookie: the
 * databases, the key file and a backup together open nothing. There is no key in the shell.
 *
 * Nobody sees a ceremony. The first text for a function makes its pair, for all who hold it today.
 * Whoever opens or adds something hands on what has become due (seal_file_settle()): to those who
 * hold a function since, from those who do not any more; texts to functions they are to be read by
 * now. A hold is voided only while somebody else has one, and what is voided loses its bytes. When
 * somebody has left, the next text makes a new pair: what they might have kept opens nothing new.
 *
 *	struct seal_file f = {.kind = "note", .about = person, .org = cell, .funcs = funcs,
 *		.person = person};
 *	TRY(seal_file_load(cx, &f));
 *	if (seal_file_open(cx, &f, id, &text)) ...	a text, for whom it is meant
 *	TRY(seal_file_add(cx, &f, text, &id));		after txn_start()
 *	seal_file_end(&f);				wipes the keys
 *
 * Which functions have keys: office, organisation, inspection (of the nearest organisation on the
 * way up over which somebody holds it; all who hold it over that one, from above too), secretary
 * (of the organisation itself only). Whoever audits holds none.
 *
 * Lost: a password set anew by somebody else makes a new pair of the account, and what was sealed
 * to the old one must be handed on again by another holder, or by two officers (seal_recovery_*).
 * If nobody has a hold and there is no recovery, the text is lost; nothing here can change that.
 */
#ifndef GUONG_CORE_SEAL_H
#define GUONG_CORE_SEAL_H

#include "base/box.h"
#include "core/ctx.h"

/* ---- accounts and sessions ---- */

/*
 * A password was set; after txn_start(). Whoever sets their own keeps their pair, everybody else
 * makes a new one. `hash` is what is stored of the password.
 */
enum err seal_password_set(struct ctx *cx, int64_t account, const char *hash, const char *password);
/* It was taken away: what was sealed to the account opens no more. Likewise. */
enum err seal_password_lost(struct ctx *cx, int64_t account);
/*
 * A session begins, in a write of the side database: it takes the key of its account along, from
 * the password, or (NULL) from the session before it.
 */
enum err seal_session_begin(struct ctx *cx, int64_t account, const char *password,
	const char *token, const char *digest);

/* The key of whoever is signed in. */
struct seal_me {
	int64_t key; /* 0: this session opens nothing */
	struct box_pair pair;
};
enum err seal_me(struct ctx *cx, struct seal_me *ret);
void seal_me_end(struct seal_me *me);

/* ---- texts about something ---- */

/* Who holds a function over the organisation of a file; the key is 0 if they have none yet. */
struct seal_holder {
	const char *func;
	int64_t org, depth, account, key;
	struct str public_key;
};
/* One hold of a key of a function; holder 0: nobody holds it. */
struct seal_hold {
	int64_t id, org, hold, holder, account; /* account 0: recovery */
	const char *func;
	const char *words; /* the reader in words, once somebody asked */
	int live;
	struct str public_key, sealed;
};
/* A function that may open. */
struct seal_reader {
	const char *func;
	int64_t org, key; /* key: to seal to; 0: none yet */
	struct str public_key;
};

enum { SEAL_READERS = 4, SEAL_OPENED = 16 };

struct seal_file {
	/* said by the caller */
	const char *kind;
	int64_t about;
	int64_t org;		  /* where it belongs; 0: nowhere */
	const char *const *funcs; /* who may open, by function; ends with NULL */
	int64_t person;		  /* whose accounts may open too; 0: nobody's */
	/* found */
	struct seal_me me;
	struct seal_reader readers[SEAL_READERS];
	size_t n_readers;
	struct list over, holds, texts, persons;
	int64_t recovery;
	struct str recovery_key;
	int due; /* what there is to hand on */
	/* pairs of functions opened so far */
	struct {
		int64_t key;
		struct box_pair pair;
	} opened[SEAL_OPENED];
	size_t n_opened;
};

enum err seal_file_load(struct ctx *cx, struct seal_file *f);
/* NULL: not for whoever is signed in, or damaged. */
enum err seal_file_open(struct ctx *cx, struct seal_file *f, int64_t text, const char **ret);
/* ERR_REFUSED with a problem if nobody could open it. */
enum err seal_file_add(struct ctx *cx, struct seal_file *f, const char *text, int64_t *ret_id);
/* Hands on what is due; after txn_start(). */
enum err seal_file_settle(struct ctx *cx, struct seal_file *f);
/* The readers of one text, in words: "Tổ chức (Đảng bộ xã A), Bí thư (Chi bộ B)". */
enum err seal_file_readers(
	struct ctx *cx, const struct seal_file *f, int64_t text, const char **ret);
void seal_file_end(struct seal_file *f);

/* Hands on all keys that the signed-in one holds; after txn_start(). How many holds were made. */
enum err seal_pass_all(struct ctx *cx, int64_t *ret_n);
/* Nothing new is sealed to this key any more. */
enum err seal_rotate(struct ctx *cx, int64_t key);

/* ---- recovery ---- */

enum { SEAL_OFFICERS_MOST = 7 };

/* Shares of a new recovery key to these accounts; the one before it takes nothing new. */
enum err seal_recovery_new(struct ctx *cx, const int64_t *accounts, size_t n);
/* Am I one of its officers? */
enum err seal_recovery_mine(struct ctx *cx, int64_t *ret_key);
/* The first one agrees: their half goes, sealed, to each other one. */
enum err seal_recovery_agree(struct ctx *cx, const char *reason);
/*
 * Another one completes: all keys that recovery holds are handed to those who hold the functions
 * today. ERR_REFUSED if nobody else has agreed within SEAL_RECOVERY_DAYS.
 */
enum err seal_recovery_complete(struct ctx *cx, int64_t *ret_n);
enum { SEAL_RECOVERY_DAYS = 3 };
static inline int64_t seal_recovery_since(const struct ctx *cx)
{
	return clock_now(cx->clock) - (int64_t)SEAL_RECOVERY_DAYS * 24 * 3600 * 1000;
}

#endif
