/*
 * life_annul.h: what was decided wrongly is put right by a decision: an admission is annulled long
 * after it; a membership that was taken away is restored.
 *
 * Annulment: it is proposed for the cell on a ground, the committee that may decides; the
 * membership ends that day. Whoever is still on the way of an admission has it annulled there
 * (admission/admission.c).
 *
 * Restoration: of whom was deleted, expelled or annulled wrongly, into the cell that they were in
 * or the one that is named. The membership is one that was never lost: Party age counts through
 * (member_party_months), which is what parts it from readmission (admission/readmission.h).
 */
#ifndef GUONG_LIFE_LIFE_ANNUL_H
#define GUONG_LIFE_LIFE_ANNUL_H

#include "life/life.h"

extern const struct flow_proc annulment_proc, restoration_proc;
extern const struct action life_annulment_new, life_an_decide, life_an_refuse, life_restoration_new,
	life_rs_decide, life_rs_refuse;

#endif
