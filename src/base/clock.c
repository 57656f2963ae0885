#include "base/clock.h"

#include "base/die.h"

#include <time.h>

static int64_t read_clock(clockid_t id, int64_t units, int64_t ns_each)
{
	struct timespec t;

	if (clock_gettime(id, &t))
		die("the system has no clock");
	return t.tv_sec * units + t.tv_nsec / ns_each;
}

int64_t clock_now(const struct clock *c)
{
	return c->fixed_ms ? c->fixed_ms : read_clock(CLOCK_REALTIME, 1000, 1000000);
}

day_t clock_today(const struct clock *c)
{
	return c->fixed_today ? c->fixed_today : day_of_ms(clock_now(c));
}

int64_t clock_us(void)
{
	return read_clock(CLOCK_MONOTONIC, 1000000, 1000);
}
