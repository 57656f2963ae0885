/*
 * member_import_test.h: what the tests of files about members share: a small tree with names that
 * resemble each other, files from a text to the register and back, and workbooks.
 */
#ifndef GUONG_MEMBER_MEMBER_IMPORT_TEST_H
#define GUONG_MEMBER_MEMBER_IMPORT_TEST_H

#include "member/member_import.h"
#include "member/member_test.h"

/*
 * h the district; x and y communes, y with a register since 2015. Below x: co (Chi bộ bản Cò), ca
 * (Chi bộ bản Cọ), th (Chi bộ trường THCS Ẳng Tở), moi (Chi bộ bản Mới, since 01/03/2018). Below y:
 * y1 (Chi bộ bản Hón), y2 (Chi bộ bản Cò).
 */
void files_plant(struct site_test *s);
int64_t files_org(struct site_test *s, const char *code);

#define WITH(...) (&(const struct import_options){__VA_ARGS__})
extern const struct import_options files_plain;

/* Opened and planned, whatever came of it; a file that cannot be read fails the test. */
struct import *files_planned(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text);
/* Carried out: the id of the import; the test fails if it is refused. */
int64_t files_taken(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text);
/* Carried out, for what it told. */
struct import *files_done(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text);
/* What comes of carrying it out. */
enum err files_commit(struct site_test *s, const struct import_kind *kind,
	const struct import_options *opt, const char *text, struct import **ret);
enum err files_undone(struct site_test *s, int64_t import);

/* The one person of that name; the test fails if there is none, or several. */
int64_t files_person(struct site_test *s, const char *name);
size_t files_persons(struct site_test *s, const char *name);
/* Attributes as known today, or on a day. */
struct person files_attributes(struct site_test *s, const char *name, day_t day);
/* Spells and flows of that person as text (member_test.h). */
const char *files_spells(struct site_test *s, const char *name);
const char *files_flows(struct site_test *s, const char *name);
/* Facts: "admitted 1985 -, recognised 19860503* 19860503": a star for an assumed day. */
const char *files_facts(struct site_test *s, const char *name);

/* Was a row told so? `column` NULL: in whatever column. */
bool files_told(const struct import *im, long row, const char *column, enum msg what);
void files_print(const struct import *im);
/* The sentence about the file that has these words; NULL: none. */
const char *files_note(const struct import *im, const char *part);
/* Differences as "Lò Văn A: changed Nơi ở Cũ>Mới; ...". */
const char *files_changes(const struct import *im);

struct files_book;
struct files_book *files_book_new(struct site_test *s);
/* Rows parted by '\n', cells by '|'; a cell "=12/03/1965" is a true date; "<3 text" spans three. */
void files_book_sheet(struct files_book *b, const char *name, const char *rows);
struct str files_book_bytes(struct files_book *b);
struct import *files_planned_book(
	struct site_test *s, const struct import_options *opt, struct str bytes);

#endif
