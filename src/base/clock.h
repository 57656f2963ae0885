/*
 * clock.h: what time it is, behind a struct, so that tests and demos own it.
 */
#ifndef GUONG_BASE_CLOCK_H
#define GUONG_BASE_CLOCK_H

#include "base/date.h"

struct clock {
	int64_t fixed_ms;  /* 0: the system's clock */
	day_t fixed_today; /* 0: the civil day of now in Viet Nam */
};

int64_t clock_now(const struct clock *c);
day_t clock_today(const struct clock *c);
/* Monotonic microseconds, for measuring. */
int64_t clock_us(void);

#endif
