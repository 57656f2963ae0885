/*
 * actions.h: the headers of all modules whose actions stand in routes.def.
 */
#ifndef GUONG_APP_ACTIONS_H
#define GUONG_APP_ACTIONS_H

#include "account/account.h"
#include "figure/figure.h"
#include "import/import.h"
#include "org/org.h"

#endif
