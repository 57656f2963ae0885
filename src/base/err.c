#include "base/err.h"

#include <stdarg.h>

static const struct {
	const char *name;
	int http, exit;
	enum msg msg;
} errs[] = {
#define ERR(name, http, exit, msg) {#name, http, exit, msg},
#include "base/errors.def"
#undef ERR
};

enum err fault_add(struct fault *f, enum err code, const char *field, enum msg what,
	const char *const args[ERR_ARGS + 2])
{
	struct problem *p = arena_new_of(f->a, struct problem);

	p->field = field;
	p->what = what;
	for (int i = 0; i < ERR_ARGS; i++)
		p->arg[i] = arena_strdup(f->a, args[i + 1]);
	if (f->last)
		f->last->next = p;
	else
		f->first = p;
	f->last = p;
	if (!f->code)
		f->code = code;
	return code;
}

enum err fault_detail(struct fault *f, enum err code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->detail = arena_vprintf(f->a, fmt, ap);
	va_end(ap);
	if (!f->code)
		f->code = code;
	return code;
}

void fault_tell(struct fault *f, enum err e)
{
	if (!f->first)
		(void)!fault(f, e, NULL, err_msg(e));
}

void fault_clear(struct fault *f)
{
	*f = (struct fault){.a = f->a};
}

int err_http(enum err e)
{
	return errs[e].http;
}

int err_exit(enum err e)
{
	return errs[e].exit;
}

enum msg err_msg(enum err e)
{
	return errs[e].msg;
}

const char *err_name(enum err e)
{
	return errs[e].name;
}
