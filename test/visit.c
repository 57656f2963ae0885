/*
 * visit.c: the other half of harness.h: requests through the server's own intake and web_handle().
 */
#include "app/web.h"
#include "base/die.h"
#include "harness.h"
#include "html.h"
#include "http/form.h"
#include "http/intake.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { BODY = 1 << 20, UPLOAD = 8 << 20, ANSWER = 64 << 20 };

static const char *method_name(enum http_method m)
{
	static const char *const names[] = {"GET", "HEAD", "POST", "DELETE"};

	return names[m];
}

static void add_header(struct request *req, const char *name, const char *value)
{
	params_add(req->a, &req->headers, (struct param){name, str_of(value), NULL});
}

static void add_headers(struct visit *v, struct request *req, const char *form)
{
	char *cookies = NULL;

	add_header(req, "host", "guong.test");
	for (size_t i = 0; i < v->cookies.n; i++)
		cookies = arena_printf(req->a, "%s%s%s=%.*s", cookies ? cookies : "",
			cookies ? "; " : "", v->cookies.p[i].name, (int)v->cookies.p[i].value.n,
			v->cookies.p[i].value.p);
	if (cookies)
		add_header(req, "cookie", cookies);
	if (form)
		add_header(req, "content-length", arena_printf(req->a, "%zu", strlen(form)));
	if (form && !params_count(&v->headers, "content-type"))
		add_header(req, "content-type", "application/x-www-form-urlencoded");
	for (size_t i = 0; i < v->headers.n; i++)
		params_add(req->a, &req->headers, v->headers.p[i]);
}

/* "guong=abc; Path=/; ..." */
static void take_cookie(struct visit *v, struct str header)
{
	struct arena *a = v->w->a;
	struct str pair = str_cut(&header, ';');
	struct str name = str_cut(&pair, '=');
	struct params kept = {0};

	for (size_t i = 0; i < v->cookies.n; i++)
		if (!str_is(name, v->cookies.p[i].name))
			params_add(a, &kept, v->cookies.p[i]);
	if (pair.n)
		params_add(a, &kept,
			(struct param){arena_strndup(a, name.p, name.n),
				{arena_strndup(a, pair.p, pair.n), pair.n}, NULL});
	v->cookies = kept;
}

static void take_body(struct world *w, struct response *res, struct answer *r)
{
	const char *from = res->body.p;
	char *body;

	r->n = res->body.n;
	if (res->file) {
		from = res->file->bytes.p;
		r->n = res->file->bytes.n;
	}
	if (res->fd >= 0)
		r->n = (size_t)res->fd_size;
	body = arena_alloc(w->ra, r->n + 1);
	if (res->fd < 0 && r->n)
		memcpy(body, from, r->n);
	if (res->fd >= 0 && pread(res->fd, body, r->n, 0) != (ssize_t)r->n)
		die("a file as answer cannot be read");
	if (res->fd >= 0)
		close(res->fd);
	r->body = body;
}

static void handle(struct visit *v, struct request *req, struct answer *r)
{
	struct response res = {.a = req->a, .status = 200, .fd = -1};

	buf_init(&res.body, ANSWER);
	do {
		r->again = web_handle(&v->w->site, req, &res);
		req->tries++;
	} while (r->again && !v->raw);
	r->status = r->again ? 0 : res.status;
	r->headers = res.headers;
	take_body(v->w, &res, r);
	buf_done(&res.body);
}

static void take_cookies(struct visit *v, const struct answer *r)
{
	for (size_t i = 0; i < r->headers.n; i++)
		if (!strcasecmp(r->headers.p[i].name, "Set-Cookie"))
			take_cookie(v, r->headers.p[i].value);
}

struct answer visit_send(
	struct visit *v, enum http_method method, const char *target, const char *form)
{
	static const struct http_conf conf = {.max_body = BODY, .max_upload = UPLOAD};
	struct request *req = arena_new_of(v->w->ra, struct request);
	struct answer r = {.body = ""};
	size_t limit;

	*req = (struct request){.a = v->w->ra, .id = ++v->w->requests};
	add_headers(v, req, form);
	if (v->port) {
		r = wire_ask(v->port, req, method_name(method), target, form);
		take_cookies(v, &r);
		return r;
	}
	r.status = intake_head(req, &conf, method_name(method), target, "192.0.2.7", &limit);
	if (r.status)
		return r;
	req->body = str_of(form);
	r.status = intake_body(req);
	if (!r.status)
		handle(v, req, &r);
	take_cookies(v, &r);
	return r;
}

struct answer visit_get(struct visit *v, const char *target)
{
	return visit_send(v, HTTP_GET, target, NULL);
}

/* ---- forms ---- */

struct fill {
	struct arena *a;
	const char *fields;
	char *out;
};

static bool given(const char *fields, const char *name)
{
	struct str rest = str_of(fields);

	while (rest.n) {
		struct str one = str_cut(&rest, '&');
		struct str key = str_cut(&one, '=');
		if (str_is(key, name) || (key.n && *key.p == '!' &&
						 str_is((struct str){key.p + 1, key.n - 1}, name)))
			return true;
	}
	return false;
}

static void put(struct fill *f, const char *name, const char *value)
{
	if (name && *name && !given(f->fields, name))
		f->out = arena_printf(f->a, "%s%s%s=%s", f->out, *f->out ? "&" : "",
			form_encode(f->a, name), form_encode(f->a, value ? value : ""));
}

static void put_input(struct fill *f, const struct html_tag *t)
{
	const char *type = html_attr(t, "type");
	bool box = text_eq(type, "checkbox") || text_eq(type, "radio");

	if (!text_eq(type, "file") && (!box || html_attr(t, "checked")))
		put(f, html_attr(t, "name"), html_attr(t, "value"));
}

/* What a select sends: the chosen option, else its first. */
static size_t put_select(struct fill *f, const struct html_tag *tags, size_t i)
{
	const char *name = html_attr(&tags[i], "name"), *value = NULL;

	for (i++; !str_is(tags[i].name, "select"); i++)
		if (str_is(tags[i].name, "option") && !tags[i].closing)
			if (!value || html_attr(&tags[i], "selected"))
				value = html_attr(&tags[i], "value");
	put(f, name, value);
	return i;
}

static void put_rest(struct fill *f)
{
	struct str rest = str_of(f->fields);

	while (rest.n) {
		struct str one = str_cut(&rest, '&');
		if (one.n && *one.p != '!')
			f->out = arena_printf(
				f->a, "%s%s%.*s", f->out, *f->out ? "&" : "", (int)one.n, one.p);
	}
}

char *visit_fill(struct visit *v, const struct answer *page, const char *fields)
{
	struct fill f = {v->w->ra, fields ? fields : "", arena_strdup(v->w->ra, "")};
	const char *problem;
	size_t n, i = 0;
	struct html_tag *t = html_read(v->w->ra, (struct str){page->body, page->n}, &n, &problem);

	while (i < n &&
		!(str_is(t[i].name, "form") && text_eq(html_attr(&t[i], "class"), "fields")))
		i++;
	if (i == n)
		return NULL;
	v->action = html_attr(&t[i], "action");
	for (i++; i < n && !str_is(t[i].name, "form"); i++) {
		if (str_is(t[i].name, "input"))
			put_input(&f, &t[i]);
		else if (str_is(t[i].name, "textarea") && !t[i].closing)
			put(&f, html_attr(&t[i], "name"), t[i].text + (*t[i].text == '\n'));
		else if (str_is(t[i].name, "select") && !t[i].closing)
			i = put_select(&f, t, i);
	}
	put_rest(&f);
	return f.out;
}

struct answer visit_form(struct visit *v, const char *target, const char *fields)
{
	struct answer page = visit_get(v, target);
	char *form = page.status == 200 || page.status == 422 ? visit_fill(v, &page, fields) : NULL;

	return form ? visit_send(v, HTTP_POST, v->action, form) : page;
}

struct visit *visit_new(struct world *w, const char *login)
{
	struct visit *v = arena_new_of(w->a, struct visit);
	struct answer r;

	v->w = w;
	if (!login || text_eq(login, "nobody"))
		return v;
	r = visit_form(v, "/sign-in", arena_printf(w->ra, "login=%s&password=%s", login, PASSWORD));
	if (r.status != 303)
		die("signing in as %s: %d %.2000s", login, r.status, r.body);
	return v;
}

const char *visit_token(struct visit *v)
{
	struct answer page = visit_get(v, "/prefs");
	const char *form = visit_fill(v, &page, ""), *from = form ? strstr(form, "_token=") : NULL;

	if (!from)
		die("no token in the form of the preferences");
	return arena_strndup(v->w->a, from + 7, strcspn(from + 7, "&"));
}

void visit_clear(struct visit *v)
{
	v->cookies = v->headers = (struct params){0};
}

const char *answer_header(const struct answer *r, const char *name)
{
	return params_get(&r->headers, name).p;
}

bool answer_has(const struct answer *r, const char *text)
{
	return memmem(r->body, r->n, text, strlen(text)) != NULL;
}
