/*
 * actions.h: the headers of all modules whose actions stand in routes.def.
 */
#ifndef GUONG_APP_ACTIONS_H
#define GUONG_APP_ACTIONS_H

#include "account/account.h"
#include "account/account_seal.h"
#include "admission/admission.h"
#include "app/proposal.h"
#include "audit/audit.h"
#include "dash/dash.h"
#include "figure/figure.h"
#include "figure/figure_closing.h"
#include "figure/figure_target.h"
#include "help/help.h"
#include "import/import.h"
#include "life/life.h"
#include "life/life_annul.h"
#include "life/life_arrival.h"
#include "member/member_act.h"
#include "member/member_attr.h"
#include "member/member_change_list.h"
#include "member/member_due.h"
#include "member/member_enter.h"
#include "member/member_join.h"
#include "member/member_list.h"
#include "member/member_note.h"
#include "member/member_roster.h"
#include "member/member_search.h"
#include "org/org.h"
#include "reorg/reorg.h"
#include "rule/rule_page.h"
#include "subject/subject.h"
#include "village/village.h"
#include "work/case.h"
#include "work/work.h"
#include "work/work_mail.h"

#endif
