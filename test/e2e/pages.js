/*
 * pages.js: the pages of procedures, villages, rules, targets and overviews, of a whole district
 * (the demo moc-chau-2022), each in both languages; and the way from 107% to the people behind it.
 */
"use strict";

const assert = require("assert");
const {on_page} = require("./world");

const OFFICE = "vanphong", SECRETARY = "bithu";
const TOP = "/org/moc-chau", TOWN = "/org/tt-moc-chau";
const ADMITTED = "/figure/member.admitted?org=moc-chau&period=2022";

/* Where each kind of page stands; a function finds its address on another page. */
const PAGES = [TOP + "/dashboard", TOWN + "/dashboard", "/org/thue/dashboard", "/work", "/work/mail",
	TOP + "/targets", TOP + "/targets?period=2022&code=member.admitted",
	TOP + "/targets/set?period=2022&code=member.admitted", TOP + "/closings", TOP + "/closings/new",
	ADMITTED, ADMITTED + "&by=sex&across=age", ADMITTED + "&by=sex&key=female&records=1",
	"/figure/member.admitted?org=moc-chau&period=2022-Q2",
	"/figure/village.secretary_is_head.rate?org=moc-chau", "/figure/village.total?org=moc-chau",
	TOP + "/candidate", TOP + "/candidate-year", "/org/thue/candidate-new", "/org/thue/candidate-late",
	TOP + "/villages", TOP + "/coverage", TOP + "/village-heads", TOWN + "/village-new",
	"/rule", "/rule/admission.certificate", "/rule/cell.minimum"];

const FOUND = [["/org/tt-moc-chau/villages", /^\/village\/\d+$/, ["", "/head", "/cell", "/survey"]],
	["/work", /^\/case\/\d+$/, [""]], [TOP + "/candidate", /^\/case\/\d+$/, ["", "/papers"]],
	[TOP + "/targets?period=2022&code=member.admitted", /targets\/\d+\/hand$/, [""]],
	[TOP + "/closings", /closings\/\d+$/, [""]], [TOP + "/closings", /issued\/\d+$/, [""]]];

async function found(page, world) {
	const all = [];
	for (const [where, pattern, rests] of FOUND) {
		await page.goto(world.base + where);
		const hrefs = await page.locator("main a[href]").evaluateAll((list) =>
			list.map((a) => new URL(a.href).pathname));
		const one = hrefs.find((href) => pattern.test(href));
		if (one)
			all.push(...rests.map((rest) => one + rest));
	}
	return all;
}

/* All of them; `visit` looks at one. */
async function every_page(world, visit) {
	await on_page(world, OFFICE, {}, async (page) => {
		const more = await found(page, world);
		assert.ok(more.length >= 8, `only ${more.length} records were found: ${more}`);
		for (const path of PAGES.concat(more))
			for (const lang of ["vi", "en"]) {
				await page.setViewportSize({width: 1280, height: 800});
				await visit(page, world.base + path + (path.includes("?") ? "&" : "?") + "lang=" + lang);
			}
	});
	await on_page(world, SECRETARY, {}, async (page) => {
		for (const path of ["/", "/dashboard", "/work", "/figure"])
			await visit(page, world.base + path);
	});
}

/* From the overview to the number, its target, a value of the breakdown, and the people it counts. */
async function from_number_to_people(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + TOP + "/dashboard");
		const tile = page.locator("#member\\.admitted");
		assert.match(await tile.textContent(), /128 trên 120, đạt 107%/);
		await tile.locator(".figure a").click();
		await page.waitForURL("**/figure/member.admitted*");
		assert.match(await page.locator("#figure").textContent(), /128 trên 120, đạt 107%/);
		await page.goto(world.base + ADMITTED + "&by=sex");
		const bar = page.locator("#rows .bars li", {hasText: "Nữ"}).first();
		const n = parseInt((await bar.textContent()).match(/Nữ\s*(\d+)/)[1], 10);
		await bar.locator("a").first().click();
		await page.locator("#records").waitFor();
		assert.equal(await page.locator("#records tbody tr").count(), Math.min(n, 50));
	});
}

/* Whoever leads a cell sees people by name and no share of them. */
async function people_of_a_cell(world) {
	await on_page(world, OFFICE, {width: 360, height: 740}, async (page) => {
		await page.goto(world.base + "/org/thue/dashboard");
		assert.ok(await page.locator("#people tbody a").count() > 0);
		assert.doesNotMatch(await page.locator("#content").textContent(), /\d%/);
	});
}

const TESTS = {
	"from the number on the overview to the people behind it": from_number_to_people,
	"the overview of a cell names people": people_of_a_cell,
};

module.exports = {every_page, TESTS};
