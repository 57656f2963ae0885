/*
 * headers.c: every route, each form of it, and every way to fail, over a real socket: whatever
 * comes back carries the headers that keep browsers and caches in bounds, and no cookie without
 * its.
 */
#include "app/route.h"
#include "app/web.h"
#include "base/die.h"
#include "harness.h"
#include "http/server.h"

#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a header must hold; NULL: it must not be there. */
struct rule {
	const char *name, *holds;
};

static const struct rule always[] = {
	{"Content-Security-Policy", "default-src 'none'"},
	{"Content-Security-Policy", "frame-ancestors 'none'"},
	{"Content-Security-Policy", "form-action 'self'"},
	{"Content-Security-Policy", "base-uri 'none'"},
	{"Content-Security-Policy", "script-src 'self'"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=()"},
	{"Server", NULL},
	{"X-Powered-By", NULL},
	{"Access-Control-Allow-Origin", NULL},
};

static const char *const forms[] = {"", ".json", ".csv", ".xlsx"};

/* Addresses that are no routes, and requests that nobody should send. */
static const struct {
	enum http_method method;
	const char *target;
	int status;
} others[] = {
	{HTTP_GET, "/healthz", 200},
	{HTTP_GET, "/nowhere", 404},
	{HTTP_GET, "/nowhere.json", 404},
	{HTTP_GET, "/static/0/app.css", 404},
	{HTTP_GET, "/static/../app.css", 400},
	{HTTP_GET, "/%00", 400},
	{HTTP_GET, "/org?a=%zz", 400},
	{HTTP_GET, "/org?day=nonsense", 422},
	{HTTP_OTHER, "/org", 405},
	{HTTP_POST, "/org", 405},
	{HTTP_POST, "/prefs", 403},
};

struct served {
	struct world w;
	int port, listen_fd;
	bool secure;
	pid_t pid;
	struct visit *who[2];
	unsigned answers;
};

static volatile int stop_asked;

static void ask_stop(int sig)
{
	(void)sig;
	stop_asked = 1;
}

static void *worker_start(void *arg)
{
	struct served *s = arg;

	world_open(&s->w);
	s->w.site.secure = s->secure;
	return &s->w.site;
}

static void worker_stop(void *app)
{
	site_close(app);
}

static _Noreturn void serve(struct served *s)
{
	struct http_conf conf = {.max_connections = 8,
		.timeout_s = 20,
		.grace_s = 1,
		.max_body = 1 << 20,
		.max_upload = 1 << 20,
		.secure = s->secure};
	struct http_app app = {.worker_start = worker_start,
		.worker_stop = worker_stop,
		.handle = web_handle,
		.arg = s};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	_exit(http_worker(&conf, &app, s->listen_fd, &stop_asked) ? 1 : 0);
}

/* ---- what is checked ---- */

static bool is_file(const char *target)
{
	return str_starts(str_of(target), S("/static/"));
}

static void check_rule(const char *target, const struct answer *a, const struct rule *r)
{
	const char *has = answer_header(a, r->name);

	if (!r->holds && has)
		fail_msg("%s: %d: %s: %s", target, a->status, r->name, has);
	if (r->holds && (!has || !strstr(has, r->holds)))
		fail_msg("%s: %d: %s: %s, not %s", target, a->status, r->name, has ? has : "-",
			r->holds);
}

/* Only what is chosen for the eye may be read by a script. */
static bool for_scripts(const char *cookie)
{
	return str_starts(str_of(cookie), S("guong-lang=")) ||
	       str_starts(str_of(cookie), S("guong-size="));
}

static void check_cookie(const struct served *s, const char *target, const char *cookie)
{
	bool open = for_scripts(cookie);

	if (!strstr(cookie, "; Path=/;") || !strstr(cookie, "; SameSite=Lax") ||
		strstr(cookie, "Domain") || open == (strstr(cookie, "; HttpOnly") != NULL))
		fail_msg("%s: %s", target, cookie);
	if (s->secure != (strstr(cookie, "; Secure") != NULL))
		fail_msg("%s: %s", target, cookie);
	if (!open && s->secure != str_starts(str_of(cookie), S("__Host-")))
		fail_msg("%s: %s", target, cookie);
}

static void check(struct served *s, const char *target, const struct answer *a)
{
	struct rule transport = {"Strict-Transport-Security", s->secure ? "max-age=" : NULL};
	struct rule kept = {
		"Cache-Control", is_file(target) && a->status == 200 ? "immutable" : "no-store"};

	if (!a->status)
		fail_msg("%s: no answer", target);
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		check_rule(target, a, &always[i]);
	check_rule(target, a, &transport);
	check_rule(target, a, &kept);
	if (strstr(answer_header(a, "Content-Security-Policy"), "unsafe"))
		fail_msg("%s: an unsafe policy", target);
	for (size_t i = 0; i < a->headers.n; i++)
		if (!strcasecmp(a->headers.p[i].name, "Set-Cookie"))
			check_cookie(s, target, a->headers.p[i].value.p);
	s->answers++;
}

static int ask(struct served *s, int who, enum http_method m, const char *target)
{
	struct params cookies = s->who[who]->cookies;
	struct answer a = visit_send(s->who[who], m, target, m == HTTP_POST ? "x=1" : NULL);

	check(s, target, &a);
	s->who[who]->cookies = cookies;
	world_forget(&s->w);
	return a.status;
}

/* ---- the walk ---- */

static const char *address(struct served *s, const struct route *route, const char *form)
{
	const char *parts[8];
	struct arena *a = s->w.ra;
	struct params values = {0};
	int n = route_parts(a, route, parts, 8);

	for (int i = 0; i < n; i++)
		params_add(a, &values,
			(struct param){parts[i],
				text_eq(parts[i], "org") ? str_of("xa-a") : str_of("1"), NULL});
	return arena_printf(a, "%s%s", route_path(a, route, &values), form);
}

static void walk_routes(struct served *s)
{
	for (size_t i = 0; i < route_count; i++)
		for (int who = 0; who < 2; who++) {
			for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++)
				if (strlen(routes[i].path) > 1)
					ask(s, who, HTTP_GET, address(s, &routes[i], forms[k]));
			ask(s, who, HTTP_GET, address(s, &routes[i], ""));
			ask(s, who, HTTP_POST, address(s, &routes[i], ""));
		}
}

/* The address of the style sheet, as the page of the sign-in names it. */
static const char *style(struct served *s)
{
	struct answer a = visit_get(s->who[0], "/sign-in");
	const char *at = strstr(a.body, "/static/");

	if (!at)
		fail_msg("no style sheet");
	return at ? arena_strndup(s->w.a, at, strcspn(at, "\"")) : "";
}

static void walk_others(struct served *s)
{
	char *longest = arena_alloc(s->w.a, 9001);

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_int_equal(ask(s, 1, others[i].method, others[i].target), others[i].status);
	assert_int_equal(ask(s, 0, HTTP_GET, style(s)), 200);
	memset(longest, 'a', 9000);
	longest[0] = '/';
	assert_int_equal(ask(s, 0, HTTP_GET, longest), 414);
}

static void start(struct served *s)
{
	int status;

	world_start(&s->w);
	world_tree(&s->w, "");
	world_accounts(&s->w);
	s->w.site.secure = s->secure;
	s->who[0] = visit_new(&s->w, "nobody");
	s->who[1] = visit_new(&s->w, "office");
	world_close(&s->w);
	s->listen_fd = http_bind("127.0.0.1:0", &s->w.f);
	s->port = http_port(s->listen_fd);
	signal(SIGTERM, ask_stop);
	s->pid = fork();
	if (s->pid == 0)
		serve(s);
	s->who[0]->port = s->who[1]->port = s->port;
	walk_routes(s);
	walk_others(s);
	kill(s->pid, SIGTERM);
	waitpid(s->pid, &status, 0);
	close(s->listen_fd);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_true(s->answers > 400);
	world_open(&s->w);
	world_stop(&s->w);
	free(s);
}

static void plain(void **state)
{
	(void)state;
	start(calloc(1, sizeof(struct served)));
}

static void over_https(void **state)
{
	struct served *s = calloc(1, sizeof(*s));

	(void)state;
	s->secure = true;
	start(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(over_https)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("headers", tests, NULL, NULL);
}
