#include "core/watch.h"

enum err watch_persons(struct ctx *cx)
{
	for (size_t i = 0; cx->watches && cx->watches[i]; i++)
		TRY(cx->watches[i]->persons(cx));
	return ERR_OK;
}

enum err watch_posts(struct ctx *cx)
{
	for (size_t i = 0; cx->watches && cx->watches[i]; i++)
		TRY(cx->watches[i]->posts(cx));
	return ERR_OK;
}

enum err watch_rule(struct ctx *cx, const char *code)
{
	for (size_t i = 0; cx->watches && cx->watches[i]; i++)
		TRY(cx->watches[i]->rule(cx, code));
	return ERR_OK;
}
