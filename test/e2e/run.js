/*
 * run.js: the browser tests. Usage: GUONG=build/guong node test/e2e/run.js; prints TAP.
 *
 * Needs npm ci in this directory and a Chromium. A test is a name and a function that throws.
 */
"use strict";

const assert = require("assert");
const fs = require("fs");
const {in_world, on_page, sign_in, PASSWORD} = require("./world");
const checks = require("./checks");
const accounts = require("./accounts");
const members = require("./members");
const pages = require("./pages");
const district = require("./district");

const MOST_PAGES = 100;
const OFFICE = "vanphong", ADMIN = "quantri", MEMBER = "dangvien";
const TOWN = "/org/03256";

let number = 0, failed = 0;

async function test(name, run) {
	let why = null;
	try {
		await run();
	} catch (e) {
		why = e;
	}
	console.log(`${why ? "not ok" : "ok"} ${++number} - ${name}`);
	if (why) {
		failed++;
		console.log(String(why.message).replace(/^/gm, "# "));
	}
}

async function title(page) {
	return (await page.locator("h1").textContent()).trim();
}

/* Signing in -------------------------------------------------------------------------------- */

async function wrong_password(world) {
	await on_page(world, null, {}, async (page) => {
		await page.goto(world.base + "/org?x=1");
		assert.equal(new URL(page.url()).pathname, "/sign-in");
		await page.fill("[name=login]", MEMBER);
		await page.fill("[name=password]", "khong-phai-mat-khau");
		await page.press("[name=password]", "Enter");
		await page.locator(".note.error").first().waitFor();
		assert.equal(await page.inputValue("[name=login]"), MEMBER);
		assert.equal(await page.inputValue("[name=password]"), "");
		assert.equal(await page.locator(".menu").count(), 0);
	});
}

async function right_password(world) {
	await on_page(world, null, {}, async (page) => {
		await page.goto(world.base + "/figure");
		await page.fill("[name=login]", OFFICE);
		await page.fill("[name=password]", PASSWORD);
		await page.press("[name=password]", "Enter");
		await page.waitForURL("**/figure");
		await page.click(".bar details:last-of-type summary");
		await page.click("form[action='/sign-out'] button");
		await page.waitForURL("**/sign-in**");
		await page.goto(world.base + "/figure");
		assert.equal(new URL(page.url()).pathname, "/sign-in");
	});
}

/* Every page -------------------------------------------------------------------------------- */

function axe_source() {
	return fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
}

/* One page of a kind: identities and what they are set to do not make another. */
function shape(href) {
	const url = new URL(href);
	const path = url.pathname.replace(/^\/org\/[^/]+/, "/org/*").replace(/\/\d[\d.]*/g, "/*")
		.replace(/^\/figure\/.+/, "/figure/*").replace(/^\/help\/.+/, "/help/*");
	const names = [...url.searchParams.keys()].filter((k) => !/^(day|done|after|at|org)$/.test(k));
	return [path, ...new Set(names.sort())].join(" ");
}

async function links(page, base) {
	const all = await page.locator("a[href]").evaluateAll((list) => list.map((a) => a.href));
	return all.map((href) => href.split("#")[0])
		.filter((href) => href.startsWith(base) && !/\.(csv|json|xlsx|png)(\?|$)/.test(href));
}

const STARTS = ["/", TOWN, "/org/Q102", "/org/Q102/staff", TOWN + "/history"];

/* Visits a page of each kind that links lead to; `wanted` of kinds, or all. */
async function crawl(world, login, starts, known, visit, wanted = () => true) {
	const queue = starts.map((path) => world.base + path);
	const started = known.size;
	await on_page(world, login, {}, async (page) => {
		await page.goto(world.base);
		queue.push(...await links(page, world.base));
		while (queue.length && known.size - started < MOST_PAGES) {
			const href = queue.shift();
			if (known.has(shape(href)) || !wanted(shape(href)))
				continue;
			known.add(shape(href));
			await page.setViewportSize({width: 1280, height: 800});
			await visit(page, href);
			queue.push(...await links(page, world.base));
		}
	});
}

async function visit_page(page, href, axe) {
	const answer = await page.goto(href);
	const where = new URL(href);
	await test(`page ${where.pathname}${where.search}`, async () => {
		// of many people it is asked first what for
		const asks = await page.locator("main [name=purpose]").count() > 0;
		assert.equal(answer.status(), asks ? 422 : 200);
		assert.ok(await title(page));
		assert.ok(await page.locator("main a, main button, main input, .paper-tools a").count(),
			"no way onward");
		await checks.accessible(page, axe);
		await checks.narrow(page);
		await checks.large_text(page);
		await checks.none(page, checks.marks_cut, "marks cut");
	});
}

async function every_page(world) {
	const axe = axe_source();
	const known = new Set([shape(world.base + "/sign-in")]);
	for (const login of [OFFICE, ADMIN])
		await crawl(world, login, STARTS, known, (page, href) => visit_page(page, href, axe),
			(kind) => !members.of_people(kind));
	await on_page(world, null, {}, (page) => visit_page(page, world.base + "/sign-in", axe));
	for (const path of ["/", TOWN, TOWN + "/rename", "/tree", "/figure", "/dashboard", "/import", "/account"])
		await test(`${path} was reached by links`, async () =>
			assert.ok(known.has(shape(world.base + path))));
}

async function every_member_page(world) {
	const axe = axe_source();
	const known = new Set();
	const starts = await members.starts(world);
	await crawl(world, OFFICE, starts, known, (page, href) => visit_page(page, href, axe),
		members.wanted);
	for (const kind of members.KINDS)
		await test(`${kind} was reached by links`, async () => assert.ok(known.has(kind)));
}

/* The guide, as nobody in particular sees it, in both languages. */
async function every_chapter(world) {
	const axe = axe_source();
	await on_page(world, null, {}, async (page) => {
		await page.goto(world.base + "/help");
		const chapters = (await links(page, world.base)).filter((href) => /\/help\/./.test(href));
		assert.ok(new Set(chapters).size > 10, "few chapters");
		for (const href of new Set(chapters))
			for (const lang of ["", "?lang=en"])
				await visit_page(page, href + lang, axe);
		await visit_page(page, world.base + "/help?words=mat+khau", axe);
	});
}

/* From a page to its chapter, in the chapter by its contents, and back to the words of the page. */
async function chapter_of_page(world) {
	await on_page(world, OFFICE, {width: 360, height: 740}, async (page) => {
		await page.goto(world.base + TOWN + "/rename");
		await page.click(".bar .help");
		await page.waitForURL("**/help/to-chuc");
		assert.ok(await page.locator(".picture img").first().evaluate((img) => img.decode()
			.then(() => img.naturalWidth > 100)));
		await page.goto(world.base + "/help/sua-sai");
		await page.click("#contents a >> nth=2");
		assert.equal(new URL(page.url()).hash, "#hai-ho-so-cua-mot-nguoi");
		await page.goto(world.base + "/help");
		await page.fill("main [name=words]", "gop ho so");
		await page.press("main [name=words]", "Enter");
		await page.click("main tbody a[href*='hai-ho-so']");
		await page.waitForURL("**/help/sua-sai#hai-ho-so-cua-mot-nguoi");
	});
}

async function refusals(world) {
	const axe = axe_source();
	await on_page(world, MEMBER, {}, async (page) => {
		for (const [path, status] of [["/import", 403], ["/org/99999", 404], ["/nowhere", 404]]) {
			assert.equal((await page.goto(world.base + path)).status(), status);
			assert.ok(await page.locator("main a[href='/']").count(), path + ": no way onward");
			await checks.accessible(page, axe);
			await page.setViewportSize({width: 1280, height: 800});
		}
	});
}

/* No script --------------------------------------------------------------------------------- */

async function no_script(world) {
	await on_page(world, null, {script: false, width: 360, height: 740}, async (page) => {
		await sign_in(page, world.base, OFFICE);
		await page.fill("#q", "muong ang");
		await page.press("#q", "Enter");
		await page.click("main tbody tr:nth-child(2) a");
		await page.click(".day summary");
		await page.fill("#day", "1/6/2012");
		await page.click(".day form button");
		assert.match(await title(page), /huyện lỵ/);
		await page.click(".other-day a");
		await page.click(".acts summary");
		await page.click(".acts a[href*=rename]");
		await page.fill("[name=day]", "30/06/2025");
		await page.fill("[name=name]", "Đảng bộ thị trấn Ẳng Ễ");
		await page.click("[name=_preview]");
		assert.match(await page.locator("main tbody").first().textContent(), /Ẳng Ễ/);
		assert.equal(await page.inputValue("[name=name]"), "Đảng bộ thị trấn Ẳng Ễ");
		await page.click("main form .button");
		await page.locator(".note.done").waitFor();
		assert.match(await page.locator("main").textContent(), /Đảng bộ thị trấn Ẳng Ễ/);
	});
}

/* Keyboard ---------------------------------------------------------------------------------- */

/* What has the focus, in one word, and whether that can be seen. */
function focused() {
	const e = document.activeElement, style = getComputedStyle(e);
	const places = {".skip": "skip", "#q": "search", ".menu": "menu", ".ways": "ways",
		"main tbody": "row", ".bar": "bar", "main": "main"};
	const place = Object.keys(places).find((at) => e.closest(at));
	const box = e.getBoundingClientRect();
	return {place: places[place], ring: style.outlineStyle !== "none"
		&& parseFloat(style.outlineWidth) >= 3, seen: box.width > 0 && box.left >= 0};
}

async function keyboard(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		const order = [];
		await page.goto(world.base + "/org/Q102");
		for (let i = 0; i < 60 && !order.includes("row"); i++) {
			await page.keyboard.press("Tab");
			const at = await page.evaluate(focused);
			assert.ok(at.ring && at.seen, `focus ${i} (${at.place}) cannot be seen`);
			if (!order.includes(at.place))
				order.push(at.place);
		}
		assert.equal(order[0], "skip");
		assert.deepEqual(order.filter((x) => /search|menu|row/.test(x)), ["search", "menu", "row"]);
		await page.keyboard.press("Enter");
		await page.waitForURL("**/org/*");
		assert.notEqual(await title(page), "Đảng bộ huyện Mường Ảng");
	});
}

async function skip_link(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		assert.equal(await page.evaluate(() => document.activeElement.id), "content");
		await page.keyboard.press("Tab");
		assert.ok(await page.evaluate(() => document.activeElement.closest("main")));
	});
}

async function slash(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		await page.keyboard.press("/");
		await page.keyboard.type("ang to");
		await page.keyboard.press("Enter");
		await page.waitForURL("**/search?q=ang+to");
		assert.match(await page.locator("main").textContent(), /Ẳng Tở/);
	});
}

/* Forms ------------------------------------------------------------------------------------- */

async function form_mistake(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + TOWN + "/rename");
		await page.fill("[name=day]", "31/02/2025");
		await page.fill("[name=name]", "Tên còn nguyên");
		await page.fill("[name=reason]", "Dòng một\nDòng hai");
		await page.click("main form .button");
		await page.locator(".note.error").waitFor();
		assert.equal(await page.inputValue("[name=day]"), "31/02/2025");
		assert.equal(await page.inputValue("[name=name]"), "Tên còn nguyên");
		assert.equal(await page.inputValue("[name=reason]"), "Dòng một\nDòng hai");
		assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
		await page.click(".note.error li a");
		assert.equal(await page.evaluate(() => document.activeElement.name), "day");
		assert.equal(await page.getAttribute("[name=day]", "aria-invalid"), "true");
		const help = (await page.getAttribute("[name=day]", "aria-describedby")).split(" ");
		assert.match(await page.textContent("#" + help[0]), /lịch/);
	});
}

/* Other ways to see it ------------------------------------------------------------------------ */

async function paper(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		await page.emulateMedia({media: "print"});
		for (const part of [".menu", ".search", ".tools", ".ways", ".exports", ".acts", ".path"])
			assert.equal(await page.locator(part).isVisible(), false, part + " is printed");
		for (const part of ["h1", "main table", "main thead"])
			assert.ok(await page.locator(part).first().isVisible(), part + " is not printed");
	});
}

const VIETNAMESE = ["Tổ chức", "Số liệu", "Nhập tệp", "Tài khoản", "Cỡ chữ", "Ngày", "hôm nay", "Xem",
	"Tìm", "Đăng xuất", "Việc khác", "Tải về", "In", "Thêm", "Đóng", "Lịch sử", "Cây tổ chức",
	"Tên", "Loại", "Mã", "Trực thuộc", "Chức vụ", "Lỗi"];

/* A chart has its numbers behind it, also with the keyboard, and beside it on paper. */
async function charts(world) {
	await on_page(world, OFFICE, {script: false}, async (page) => {
		await page.goto(world.base + "/figure/org.total?org=Q102&by=kind");
		const picture = page.locator("#trend svg[role=img]");
		assert.ok((await picture.locator("desc").textContent()).length > 10);
		const table = page.locator("#trend .numbers table");
		assert.equal(await table.isVisible(), false);
		await page.locator("#trend .numbers summary").focus();
		await page.keyboard.press("Enter");
		assert.ok(await table.isVisible());
		await page.goto(world.base + "/figure/org.total?org=Q102&by=kind");
		await page.emulateMedia({media: "print"});
		assert.ok(await table.isVisible());
		assert.ok(await page.locator("#rows .bars").isVisible());
		assert.equal(await page.locator("#trend .numbers summary").isVisible(), false);
	});
}

async function english(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		await page.click("[name=lang][value=en]");
		await page.locator("html[lang=en]").waitFor();
		for (const path of ["/org/Q102", "/tree", "/figure", TOWN + "/rename"]) {
			await page.goto(world.base + path);
			const words = await page.locator(".bar, .menu, summary, th[scope=col], label, button, "
				+ ".ways a, .exports a, dt").evaluateAll((l) => l.map((e) => e.textContent.trim()));
			assert.deepEqual(words.filter((w) => VIETNAMESE.includes(w)), [], path);
		}
	});
}

/* What a click unfolds stands within the screen of a phone. */
async function unfolded(world) {
	await on_page(world, OFFICE, {width: 360, height: 740}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		for (const drop of await page.locator("details.drop").all()) {
			await drop.locator("summary").click();
			const box = await drop.locator("> :not(summary)").boundingBox();
			assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
			await drop.locator("summary").click();
		}
	});
}

async function text_size(world) {
	await on_page(world, OFFICE, {script: false}, async (page) => {
		await page.goto(world.base + "/org/Q102");
		const before = await page.locator("h1").evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
		await page.click(".bar details:first-of-type summary");
		await page.click("[name=size][value='150']");
		await page.locator("html[data-size='150']").waitFor();
		const after = await page.locator("h1").evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
		assert.ok(Math.abs(after / before - 1.5) < 0.01, `${before} became ${after}`);
	});
}

const TESTS = {
	"a wrong password is refused and the name kept": wrong_password,
	"a right password leads on to the page asked for, and out again": right_password,
	"refused and missing pages say so and lead onward": refusals,
	"keyboard: search, menu, first row, focus always visible": keyboard,
	"keyboard: the skip link leads to the content": skip_link,
	"keyboard: / goes to the search": slash,
	"a mistake keeps what was typed; its line leads to the field": form_mistake,
	"a page leads to its chapter of the guide, words to theirs": chapter_of_page,
	"paper has no navigation": paper,
	"charts have their numbers behind them": charts,
	"English leaves no Vietnamese in the frame": english,
	"what unfolds stays on the screen": unfolded,
	"the text size can be chosen": text_size,
	"without a script: sign in, search, another day, rename": no_script,
};

async function run_all(world, tests) {
	for (const name of Object.keys(tests))
		await test(name, () => tests[name](world));
}

async function main() {
	await in_world("country", async (world) => {
		await every_page(world);
		await every_chapter(world);
		await run_all(world, TESTS);
	});
	await in_world("members", async (world) => {
		await every_member_page(world);
		await run_all(world, members.TESTS);
		await run_all(world, accounts.TESTS);
	});
	await in_world("district", (world) => run_all(world, district.TESTS));
	await in_world("villages", async (world) => {
		const axe = axe_source();
		await pages.every_page(world, (page, href) => visit_page(page, href, axe));
		await run_all(world, pages.TESTS);
	});
	await in_world("roster", (world) => run_all(world, members.ROSTER_TESTS));
	console.log(`1..${number}`);
	process.exitCode = failed ? 1 : 0;
}

main().catch((e) => {
	console.log(`Bail out! ${String(e.message).split("\n")[0]}`);
	console.error(e.stack);
	process.exitCode = 1;
});
