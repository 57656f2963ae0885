#include "sim/sim_rate.h"

#include "base/die.h"
#include "base/embed.h"
#include "base/sheet.h"

static int *rate_of(struct sim_rates *r, struct str name)
{
#define X(rate)                                                                                    \
	if (str_is(name, #rate))                                                                   \
		return &r->rate;
	SIM_RATES(X)
#undef X
	return NULL;
}

enum err sim_rates_load(struct arena *a, struct sim_rates *ret, struct fault *f)
{
	const struct embedded *file = embed_find("scenarios/simulate.csv");
	struct sheet_row row;
	struct sheet *s;
	int n = 0;

	must(file);
	*ret = (struct sim_rates){0};
	TRY(sheet_open(&s, a, file->bytes, file->name, NULL, f));
	while (sheet_row(s, &row)) {
		long long value = 0;
		int *at;
		if (row.number == 1)
			continue;
		at = rate_of(ret, row.cells[0].text);
		must(at && row.n == 3 && str_to_int(row.cells[1].text, &value));
		*at = (int)value;
		n++;
	}
	must(n == (int)(sizeof(*ret) / sizeof(int)));
	return sheet_end(s);
}
