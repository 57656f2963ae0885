/*
 * readmission.h: the way back into the Party: its own conditions, then the steps of an admission.
 *
 * A case is opened from the file of somebody who left. How long they have to be out, how often one
 * comes back, and who never does, are rules; the consent of the provincial standing committee is a
 * paper that the decision needs. From the decision on it is as with an admission: ceremony,
 * probation, recognition, card.
 */
#ifndef GUONG_ADMISSION_READMISSION_H
#define GUONG_ADMISSION_READMISSION_H

#include "admission/admission.h"

/* When they left last, and the day from which they can be considered; 0: they never left. */
enum err readmission_from(
	struct ctx *cx, int64_t person, day_t day, day_t *ret_left, day_t *ret_from);

#endif
