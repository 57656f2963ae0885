#include "app/web.h"

#include "account/account.h"
#include "app/dispatch.h"
#include "app/web_answer.h"
#include "app/web_export.h"
#include "app/web_look.h"
#include "app/web_session.h"
#include "base/die.h"
#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUSY_WAIT_MS = 25, BUSY_TRIES = 100 };

static const struct {
	const char *suffix;
	enum format format;
} suffixes[] = {{".json", FORMAT_JSON}, {".csv", FORMAT_CSV}, {".xlsx", FORMAT_XLSX}};

/* Cuts ".json" and its like off the path; without one, the Accept header may ask for JSON. */
static enum format format_of(struct arena *a, const struct request *req, const char **path)
{
	struct str accept = params_get(&req->headers, "accept"), p = str_of(*path);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct str suffix = str_of(suffixes[i].suffix);
		if (p.n > suffix.n + 1 && str_ends(p, suffix)) {
			*path = arena_strndup(a, p.p, p.n - suffix.n);
			return suffixes[i].format;
		}
	}
	return str_starts(accept, S("application/json")) ? FORMAT_JSON : FORMAT_HTML;
}

static void add_all(struct arena *a, struct params *to, const struct params *from)
{
	for (size_t i = 0; i < from->n; i++)
		params_add(a, to, from->p[i]);
}

/* A form says everything itself: of its address only what the form does not name counts. */
static void add_frame(struct arena *a, struct call *call, const struct params *query)
{
	const struct field *table = call->route->action->in;

	for (size_t i = 0; i < query->n; i++)
		if (!table || !field_find(table, query->p[i].name))
			params_add(a, &call->params, query->p[i]);
}

/* The day asked for and the instant of knowledge: in any address, kept in the links of the page. */
static enum err read_day(struct ctx *cx, const struct request *req)
{
	struct str day = params_get(&req->query, "day"), known = params_get(&req->query, "known");
	char iso[DAY_TEXT], instant[MS_TEXT];
	bool past = false;

	if (day.n) {
		if (!day_parse(str_trim(day), day_year(cx->say.today), &cx->day) ||
			day_precision(cx->day) != DAY_EXACT)
			return cx_fault(cx, ERR_BAD_INPUT, "day", M_VALUE_NO_DAY);
		past = cx->day != cx->say.today;
	}
	if (known.n && !ms_parse(known, &cx->known))
		return cx_fault(cx, ERR_BAD_INPUT, "known", M_VALUE_NO_INSTANT);
	if (past)
		cx->query = arena_printf(cx->a, "?day=%s", day_print_iso(iso, cx->day));
	if (known.n)
		cx->query = arena_printf(cx->a, "%s%cknown=%s", cx->query, past ? '&' : '?',
			ms_print_iso(instant, cx->known));
	return ERR_OK;
}

static const char *cookie_text(struct ctx *cx, const struct request *req, const char *name)
{
	struct str v = params_get(&req->cookies, name);

	return v.n ? arena_strndup(cx->a, v.p, v.n) : NULL;
}

/* Of this site as it was asked for: for what is printed to be typed again. */
static const char *origin_of(struct ctx *cx, const struct request *req)
{
	struct str host = params_get(&req->headers, "host");
	const char *name = host.n ? text_clean(cx->a, host, false) : NULL;

	return name ? arena_printf(cx->a, "http%s://%s", cx->secure ? "s" : "", name) : NULL;
}

static void read_frame(struct ctx *cx, const struct request *req)
{
	struct str lang = params_get(&req->query, "lang"), after = params_get(&req->query, "after");
	struct str agent = params_get(&req->headers, "user-agent");
	struct str purpose = str_trim(params_get(&req->query, "purpose"));

	cx->say.lang = lang_of(cookie_text(cx, req, "guong-lang"));
	if (lang.n)
		cx->say.lang = str_is(lang, "en") ? LANG_EN : LANG_VI;
	if (after.n)
		cx->page.after = arena_strndup(cx->a, after.p, after.n);
	cx->peer = req->peer;
	cx->origin = origin_of(cx, req);
	cx->device = web_cookie(cx, req, ACCOUNT_DEVICE_COOKIE);
	cx->purpose = purpose.n ? text_clean(cx->a, purpose, false) : NULL;
	cx->request = req->id;
	cx->agent = agent.n ? text_clean(cx->a, agent, false) : NULL;
}

static enum err find_route(struct ctx *cx, const struct request *req, struct call *call)
{
	call->route = route_match(cx->a, cx->path, &call->params);
	if (!call->route)
		return cx_fault(cx, ERR_NOT_FOUND, NULL, M_WEB_NO_PAGE);
	call->write = req->method == HTTP_POST;
	if (req->method == HTTP_OTHER || (call->write && call->route->action->read))
		return cx_fault(cx, ERR_METHOD, NULL, M_ERR_METHOD);
	return ERR_OK;
}

static enum err read_call(
	struct ctx *cx, const struct request *req, const struct session *s, struct call *call)
{
	struct str key;

	TRY(find_route(cx, req, call));
	TRY(read_day(cx, req));
	call->account = s->account;
	cx->session = s->digest;
	cx->factor = s->factor;
	if (!call->write) {
		add_all(cx->a, &call->params, &req->query);
		return ERR_OK;
	}
	TRY(web_check_form(cx, req, s));
	add_frame(cx->a, call, &req->query);
	add_all(cx->a, &call->params, &req->form);
	key = params_get(&req->form, "_key");
	if (!key.n)
		key = params_get(&req->headers, "idempotency-key");
	if (key.n)
		call->key = text_clean(cx->a, key, false);
	call->preview = params_count(&req->form, "_preview") > 0;
	call->propose = params_count(&req->form, "_propose") > 0;
	return ERR_OK;
}

static enum err serve(struct ctx *cx, const struct request *req, enum format format,
	struct session *session, struct doc *d, struct web_export *x)
{
	struct call call = {0};
	enum err e;

	read_frame(cx, req);
	TRY(web_session_load(cx, req, session));
	if (session->lang && !params_count(&req->query, "lang"))
		cx->say.lang = lang_of(session->lang);
	TRY(read_call(cx, req, session, &call));
	if (format == FORMAT_CSV || format == FORMAT_XLSX ||
		(format == FORMAT_JSON && params_count(&req->query, "all")))
		TRY(web_export_start(x, cx, format));
	e = dispatch(cx, &call, d);
	if (!e && params_count(&req->query, "done"))
		doc_note_first(d, DOC_DONE, msg_text(cx->say.lang, M_WEB_DONE));
	if (!e && x->sink)
		e = web_export_end(x, cx, d);
	return web_look(cx, req, &call, format, d, x, e);
}

static void log_request(const struct request *req, enum err e, const struct fault *f, int64_t us)
{
	char id[24], took[24];

	snprintf(id, sizeof(id), "%016llx", (unsigned long long)req->id);
	snprintf(took, sizeof(took), "%lld", (long long)us);
	if (err_http(e) >= 500)
		log_line("failure", "request", id, "path", req->path, "error", err_name(e),
			"detail", f->detail, "us", took, NULL);
}

/* Somebody else was writing, or the database is on its way to another server. */
static bool passing(enum err e)
{
	return e == ERR_BUSY || e == ERR_RETRY;
}

static int answer(struct site *site, struct request *req, struct response *res)
{
	struct fault f = {.a = req->a};
	struct session session = {0};
	struct web_export export = {.fd = -1};
	int64_t began = clock_us();
	enum format format;
	struct ctx cx;
	struct doc d;
	enum err e;

	site_ctx(site, &cx, req->a, &f);
	cx.path = req->path;
	format = format_of(req->a, req, &cx.path);
	cx.via = format == FORMAT_JSON ? "api" : "web";
	cx.page.brief = format == FORMAT_HTML;
	doc_init(&d, req->a, cx.say.lang);
	e = serve(&cx, req, format, &session, &d, &export);
	if (passing(e) && req->tries < BUSY_TRIES) {
		web_export_drop(&export);
		return cx.again_ms ? cx.again_ms : BUSY_WAIT_MS;
	}
	web_answer(site, &cx, req, format, &session, &export, &d, e, res);
	log_request(req, e, &f, clock_us() - began);
	return 0;
}

int web_handle(void *app, struct request *req, struct response *res)
{
	struct site *site = app;

	if (text_eq(req->path, "/healthz"))
		web_health(site, req, res);
	else if (str_starts(str_of(req->path), S("/static/")))
		web_static(req, res);
	else
		return answer(site, req, res);
	return 0;
}
