/*
 * seal_impl.h: what the files behind seal.h share. seal.c: accounts and sessions; seal_hold.c: keys
 * of functions and who holds them; seal_file.c: texts; seal_recovery.c: two officers.
 */
#ifndef GUONG_CORE_SEAL_IMPL_H
#define GUONG_CORE_SEAL_IMPL_H

#include "core/seal.h"

struct seal_text {
	int64_t id, text_key, reader; /* reader 0: sealed to nobody */
	struct str box, sealed;
};

/* Rows with columns of bytes, which no field can be: which column goes where in the struct. */
struct seal_bytes {
	int col;
	size_t offset;
};
enum err seal_list(struct ctx *cx, const struct field *fields, size_t size,
	const struct seal_bytes *bytes, struct list *ret, enum stmt stmt, const struct db_val *args,
	int n);
#define SEAL_ARGS(...) (const struct db_val[]){DB_ARGS(__VA_ARGS__)}, DB_NARGS(__VA_ARGS__)

/* Everybody who holds a function with keys over the organisation (struct seal_holder). */
enum err seal_over(struct ctx *cx, int64_t org, struct list *ret);
/* Holds of keys (struct seal_hold), by one of the statements that give them. */
enum err seal_holds(
	struct ctx *cx, struct list *ret, enum stmt stmt, const struct db_val *args, int n);
/* Is that account's key among those who hold this function there? */
bool seal_holds_func(const struct list *over, const char *func, int64_t account_key);
/* A new pair for a function, sealed to who holds it and to recovery (0: none). */
enum err seal_func_new(struct ctx *cx, struct seal_reader *r, const struct list *over,
	int64_t recovery, struct str recovery_key);
enum err seal_hold_put(struct ctx *cx, int64_t held, int64_t holder, struct str public_key,
	const unsigned char secret[BOX_KEY]);

/* What handing one key on needs. With `dry` it only counts. */
struct seal_pass {
	const struct list *over; /* of the organisation of the key */
	int64_t recovery;
	struct str recovery_key;
	const unsigned char *secret; /* of the key; NULL: not to be had */
	bool dry;
	int done;
	bool left; /* somebody's hold was voided */
};
/* rows: the holds of one key, n of them. */
enum err seal_pass_key(struct ctx *cx, struct seal_pass *p, const struct seal_hold *rows, size_t n);
/* How many rows from `i` on are of the same key. */
size_t seal_rows_of(const struct list *holds, size_t i);
/* The live recovery key; id 0: it has not been set up. */
enum err seal_recovery_key(struct ctx *cx, int64_t *ret, struct str *ret_public);
void seal_public(struct str public_key, unsigned char ret[BOX_KEY]);

#endif
