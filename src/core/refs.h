/*
 * refs.h: does everything that names a row name one that is there?
 *
 * The foreign keys of the schema, as the catalog of each engine has them (somebody may have written
 * past them, or a disk may have lost a page), and the columns of refs.def, which name rows of
 * tables that are filled later, in the other database, or derived. Each column is one statement.
 *
 * In a read transaction on both databases.
 */
#ifndef GUONG_CORE_REFS_H
#define GUONG_CORE_REFS_H

#include "core/ctx.h"
#include "db/db_table.h"

/* Tells of each broken column its first few values. */
enum err refs_verify(struct ctx *cx, void (*found)(void *p, const char *text), void *p);

/* How a column of whole numbers is known: for the test that all are. */
enum refs_kind { REFS_UNKNOWN, REFS_REF, REFS_BESIDE, REFS_ACROSS, REFS_LOOSE, REFS_PLAIN };
enum refs_kind refs_kind_of(const char *table, const char *column);
/* Rows of refs.def, one after another: for the test that what they name is there. */
bool refs_row(size_t i, enum refs_kind *ret_kind, struct db_ref *ret);

#endif
