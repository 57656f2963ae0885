/*
 * tick.h: milliseconds that only ever go forward: for deadlines, never for dates.
 */
#ifndef GUONG_HTTP_TICK_H
#define GUONG_HTTP_TICK_H

#include <stdint.h>
#include <time.h>

static inline int64_t tick_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

#endif
