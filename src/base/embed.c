#include "base/embed.h"

const struct embedded *embed_find(const char *name)
{
	size_t low = 0, high = embed_count;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = strcmp(name, embed_table[mid].name);
		if (c == 0)
			return &embed_table[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
