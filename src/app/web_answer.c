#include "app/web_answer.h"

#include "app/menu.h"
#include "app/route.h"
#include "base/text.h"
#include "core/action.h"
#include "help/help.h"
#include "http/form.h"

#include <string.h>
#include <unistd.h>

static void set_cookies(struct site *site, struct ctx *cx, struct response *res)
{
	for (const struct cookie *c = cx->cookies; c; c = c->next) {
		const char *age = c->seconds ? arena_printf(cx->a, "; Max-Age=%ld",
						       c->seconds < 0 ? 0 : c->seconds)
					     : "";
		const char *name = c->script ? c->name : web_cookie_name(cx, c->name);
		response_header(res, "Set-Cookie",
			arena_printf(cx->a, "%s=%s; Path=/; SameSite=Lax%s%s%s", name,
				c->value ? c->value : "", age, c->script ? "" : "; HttpOnly",
				site->secure ? "; Secure" : ""));
	}
}

/* Is there a form on the page, and does it ask for the field? */
static bool form_asks(const struct doc *d, const char *field, bool *ret_form)
{
	*ret_form = false;
	for (const struct doc_part *p = d->parts; p; p = p->next) {
		const struct doc_form_field *f = p->form ? p->form->fields.rows : NULL;
		*ret_form = *ret_form || p->kind == DOC_FORM;
		for (size_t i = 0; field && p->form && i < p->form->fields.n; i++)
			if (text_eq(f[i].f->name, field) && !(f[i].f->flags & FF_HIDDEN))
				return true;
	}
	return false;
}

/* The problems of a failure as remarks on the page; those of fields stand beside the fields. */
static void say_problems(struct ctx *cx, struct doc *d, enum err e)
{
	bool form = false, said = false;

	(void)form_asks(d, NULL, &form);
	problem_each (p, cx->f) {
		bool any;
		if (form_asks(d, p->field, &any))
			continue;
		doc_note(d, DOC_ERROR, msg_fill(cx->a, cx->say.lang, p->what, p->arg, ERR_ARGS));
		said = true;
	}
	if (!said && !form)
		doc_note(d, DOC_ERROR, msg_text(cx->say.lang, err_msg(e)));
	if (!d->title)
		d->title = msg_text(cx->say.lang, err_msg(e));
	if (!d->lead && e == ERR_FORBIDDEN)
		d->lead = msg_text(cx->say.lang, M_WEB_ASK_RIGHT);
	if (!d->lead && e == ERR_NOT_FOUND && cx->actor->account)
		d->lead = msg_text(cx->say.lang, M_WEB_LOOK_AGAIN);
	if (!form && (e == ERR_BAD_INPUT || e == ERR_BAD_REQUEST) && !text_empty(cx->path))
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_WEB_ANEW), "%s", cx->path);
	if (!form && cx->enter)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_ACCOUNT_GO_ON), "%s", cx->enter);
	else if (!form && e != ERR_NOT_SIGNED_IN)
		doc_link(d, DOC_ONWARD, msg_text(cx->say.lang, M_WEB_HOME), "/");
}

static void redirect(struct response *res, int status, const char *to)
{
	res->status = status;
	response_header(res, "Location", to);
	response_header(res, "Cache-Control", "no-store");
}

/* After a write the page that comes next says so. */
static const char *with_done(struct ctx *cx, const char *to)
{
	const char *anchor = strchr(to, '#');
	int n = anchor ? (int)(anchor - to) : (int)strlen(to);

	if (!cx->txn)
		return to;
	return arena_printf(cx->a, "%.*s%cdone=1%s", n, to, memchr(to, '?', (size_t)n) ? '&' : '?',
		anchor ? anchor : "");
}

/* The chapter of the guide about this page. */
static const char *help_of(struct ctx *cx)
{
	struct params parts = {0};
	const struct route *r = route_match(cx->a, cx->path, &parts);

	return help_href(cx->a, r ? r->name : NULL, cx->actor);
}

static struct frame frame_of(
	struct site *site, struct ctx *cx, const struct request *req, struct session *session)
{
	struct str q = params_get(&req->query, "q"), size = params_get(&req->cookies, "guong-size");
	struct frame fr = {.site = site->name,
		.account = cx->actor->account ? cx->actor->name : NULL,
		.here = arena_printf(cx->a, "%s%s", cx->path, cx->query),
		.day = cx->day == cx->say.today ? 0 : cx->day,
		.today = cx->say.today,
		.known_at = cx->known == KNOWN_NOW ? MS_MAX : cx->known,
		.request = req->id};

	fr.help = help_of(cx);
	fr.token = web_token(cx, session);
	fr.query = q.n ? text_clean(cx->a, q, false) : NULL;
	fr.size = session->size ? session->size
		  : size.n	? arena_strndup(cx->a, size.p, size.n)
				: "100";
	if (!cx->enter)
		fr.menu = menu_of(cx);
	return fr;
}

static enum err page(struct site *site, struct ctx *cx, const struct request *req,
	struct session *session, const struct doc *d, struct response *res)
{
	struct frame fr = frame_of(site, cx, req, session);

	if (res->status < 400)
		fr.request = 0;
	response_header(res, "Content-Type", "text/html; charset=utf-8");
	if (d->refresh)
		response_header(res, "Refresh", arena_printf(cx->a, "%d", d->refresh));
	return render_html(&cx->say, &fr, d, &res->body);
}

static void file_answer(
	struct ctx *cx, struct web_export *x, const struct doc *d, struct response *res)
{
	static const struct {
		const char *type, *suffix;
	} kinds[FORMATS] = {[FORMAT_CSV] = {"text/csv; charset=utf-8", "csv"},
		[FORMAT_JSON] = {"application/json", "json"},
		[FORMAT_XLSX] = {
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			"xlsx"}};
	char day[DAY_TEXT];

	response_header(res, "Content-Type", kinds[x->format].type);
	response_header(res, "Content-Disposition",
		arena_printf(cx->a, "attachment; filename=\"%s-%s.%s\"",
			text_slug(cx->a, d->title ? d->title : "guong"),
			day_print_iso(day, cx->day), kinds[x->format].suffix));
	res->fd = x->fd;
	res->fd_size = (uint64_t)lseek(x->fd, 0, SEEK_END);
	x->fd = -1;
}

static void failed_twice(struct ctx *cx, struct response *res)
{
	buf_reset(&res->body);
	buf_puts(&res->body, msg_text(cx->say.lang, M_ERR_IO));
	res->status = 500;
}

static void sign_in_instead(struct ctx *cx, struct response *res)
{
	redirect(res, 303,
		arena_printf(cx->a, "%s?back=%s", cx->enter ? cx->enter : "/sign-in",
			form_encode(cx->a, arena_printf(cx->a, "%s%s", cx->path, cx->query))));
}

void web_answer(struct site *site, struct ctx *cx, const struct request *req, enum format format,
	struct session *session, struct web_export *x, struct doc *d, enum err e,
	struct response *res)
{
	enum err rendered = ERR_OK;

	res->status = e ? err_http(e) : d->status ? d->status : 200;
	response_header(res, "Cache-Control", "no-store");
	response_header(res, "Vary", "Cookie, Accept");
	if (e == ERR_TOO_MANY && cx->again_ms > 0)
		response_header(
			res, "Retry-After", arena_printf(cx->a, "%d", (cx->again_ms + 999) / 1000));
	if (e)
		say_problems(cx, d, e);
	if (!e && d->location && format == FORMAT_HTML) {
		redirect(res, 303, with_done(cx, d->location));
	} else if (e == ERR_NOT_SIGNED_IN && format == FORMAT_HTML && req->method != HTTP_POST) {
		sign_in_instead(cx, res);
	} else if (!e && x->fd >= 0) {
		file_answer(cx, x, d, res);
	} else if (format == FORMAT_JSON) {
		response_header(res, "Content-Type", "application/json");
		rendered = render_json(&cx->say, d, &res->body);
	} else {
		rendered = page(site, cx, req, session, d, res);
	}
	if (rendered || buf_overflow(&res->body))
		failed_twice(cx, res);
	set_cookies(site, cx, res);
	web_export_drop(x);
}

void web_health(struct site *site, const struct request *req, struct response *res)
{
	int64_t one = 0;
	enum err e = db_begin(site->db, DB_READ);

	(void)req;
	if (!e)
		e = db_number(site->db, &one, 0, Q_TREE_VERSION);
	db_rollback(site->db);
	res->status = e ? 503 : 200;
	response_header(res, "Content-Type", "text/plain; charset=utf-8");
	response_header(res, "Cache-Control", "no-store");
	buf_puts(&res->body, e ? "database\n" : "ok\n");
}

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
		{".woff2", "font/woff2"}, {".png", "image/png"}};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_ends(str_of(name), str_of(types[i][0])))
			return types[i][1];
	return "application/octet-stream";
}

void web_static(const struct request *req, struct response *res)
{
	struct str rest = {req->path + strlen("/static/"), strlen(req->path) - strlen("/static/")};
	struct str digest = str_cut(&rest, '/');
	const struct embedded *file = NULL;

	if (rest.n && !memchr(rest.p, '/', rest.n) && !str_ends(rest, S(".html")))
		file = embed_find(arena_printf(res->a, "%s/%.*s",
			str_ends(rest, S(".png")) ? "docs/help/pictures" : "ui", (int)rest.n,
			rest.p));
	if (!file || !str_is(digest, file->digest)) {
		res->status = 404;
		response_header(res, "Content-Type", "text/plain; charset=utf-8");
		buf_puts(&res->body, msg_text(LANG_VI, M_ERR_NOT_FOUND));
		return;
	}
	res->status = 200;
	res->file = file;
	response_header(res, "Content-Type", type_of(file->name));
	response_header(res, "Cache-Control", "public, max-age=31536000, immutable");
}
