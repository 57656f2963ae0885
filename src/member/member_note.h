/*
 * member_note.h: notes in a personal file, sealed to those who may open them (core/seal.h).
 *
 * Everybody who may see the file sees that a note is there, who wrote it when, and who may open it;
 * its text only whose key opens it: the office and the organisation department of the committee,
 * the secretary of the cell, and the person themselves. There are no secret notes: the person reads
 * all of them under the same address, and their answer stands beside at equal size.
 *
 * A note is never changed or removed: a correction is a further note, which stands below it.
 * Nobody writes a note about themselves, and no note waits for somebody's yes in clear: helpers do
 * not write them.
 */
#ifndef GUONG_MEMBER_MEMBER_NOTE_H
#define GUONG_MEMBER_MEMBER_NOTE_H

#include "core/seal.h"
#include "member/member.h"

struct note_in {
	const char *text;
};

/* How many notes there are about a person; for the link to them. */
enum err member_note_count(struct ctx *cx, int64_t person, int64_t *ret);
/* The sealed texts of a person's notes, loaded; seal_file_end() ends it. */
enum err member_note_file(struct ctx *cx, int64_t person, struct seal_file *ret);

extern const struct action member_notes, member_note_new, member_note_correct, member_note_answer;
/* Hands on everything that the signed-in one can: keys of functions, and notes of who moved. */
extern const struct action seal_pass;

#endif
