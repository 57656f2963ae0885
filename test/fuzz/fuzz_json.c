/* Any bytes as a JSON body: taken or refused, never a crash; what is taken has whole values. */
#include "base/die.h"
#include "http/json_body.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16 << 20);
	struct params ps;

	if (!json_body(a, (struct str){(const char *)data, size}, &ps))
		for (size_t i = 0; i < ps.n; i++)
			must(ps.p[i].name && ps.p[i].value.p && !ps.p[i].filename);
	arena_free(a);
	return 0;
}
