/*
 * district.js: the clerk of a district: a candidate from the list to the card, and the figure that
 * becomes one more at every level; the target, and who is behind it.
 */
"use strict";

const assert = require("assert");
const {on_page} = require("./world");

const OFFICE = "vanphong", TOP = "/org/muong-ang";

async function text(page, selector) {
	return (await page.locator(selector).first().textContent()).trim();
}

/* Every page of the walk fits a desk and a phone. */
async function fits(page, where) {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${where}: ${wide} px too wide`);
	if (process.env.PICTURES)
		await page.screenshot({path: `${process.env.PICTURES}/${where}-${page.viewportSize().width}.png`,
			fullPage: true});
}

async function figure(page, world, code, org, period) {
	const answer = await page.request.get(`${world.base}/figure/${code}.json?org=${org}&period=${period}`);
	assert.equal(answer.status(), 200, `${code} of ${org}`);
	return (await answer.json()).value;
}

/* The target, and from it to the list of those who are counted. */
async function target(world) {
	for (const width of [1280, 360])
		await on_page(world, OFFICE, {width, height: 740}, async (page) => {
			await page.goto(world.base + TOP + "/targets?period=2016");
			assert.match(await text(page, "main"), /127%/);
			await fits(page, "targets");
			await page.click("main tbody a:has-text('Kết nạp đảng viên')");
			await page.waitForURL(/targets\?.*code=member\.admitted/);
			await page.click("main a:has-text('Mở số liệu')");
			await page.waitForURL(/\/figure\/member\.admitted/);
			assert.match(await text(page, "main"), /152\s+đảng viên/);
			assert.match(await text(page, "main"), /152 trên 120, đạt 127%/);
			await fits(page, "figure");
			await page.click("text=Danh sách những gì được đếm");
			await page.waitForURL(/records/);
			assert.match(await text(page, "main"), /152/);
			assert.ok(await page.locator("main tbody a[href^='/member/']").count() > 20);
			await fits(page, "records");
		});
}

/* What the page names as the next step is the one that is taken. */
async function take(page, step, fields) {
	await page.click(`main a.button[href$='/${step}']`);
	await fill(page, step, fields);
}

async function fill(page, step, fields) {
	for (const [name, value] of Object.entries(fields)) {
		const radio = page.locator(`main [type=radio][name=${name}][value='${value}']`);
		if (await radio.count())
			await radio.check();
		else
			await page.fill(`main [name=${name}]`, value);
	}
	await fits(page, step);
	await page.click("main form .button");
	await page.waitForURL(/\/case\/\d+(\?|$)/);
	assert.equal(await page.locator(".note.error").count(), 0, step);
}

async function counts(page, world, orgs) {
	const all = [];
	for (const org of orgs)
		all.push(await figure(page, world, "member.admitted", org, "2016"),
			await figure(page, world, "member.total", org, "2016-12-31"));
	return all;
}

async function decided(page, world) {
	await page.goto(world.base + TOP + "/candidate?state=cell_voted");
	await fits(page, "candidates");
	await page.click("main tbody tr:has-text('Chi bộ bản') a");
	await page.locator("h1").waitFor();
	const crumbs = await page.locator("main a[href^='/org/'], nav a[href^='/org/']").evaluateAll(
		(links) => links.map((a) => a.getAttribute("href")));
	const orgs = [...new Set(crumbs.map((href) => (href.match(/^\/org\/(\d+)$/) || [])[1]).filter(Boolean))];
	assert.equal(orgs.length, 3, crumbs.join(" "));
	const before = await counts(page, world, orgs);
	assert.deepEqual(before.slice(0, 2), [152, 2128]);
	await fits(page, "case");
	await take(page, "committee_vote", {day: "29/12/2016", number: "41-NQ/ĐU", vote: "show",
		issued: "12", agree: "12"});
	assert.deepEqual(await counts(page, world, orgs), before);
	await take(page, "decide", {day: "30/12/2016", number: "195-QĐ/HU"});
	assert.deepEqual(await counts(page, world, orgs), before.map((n) => n + 1));
	await take(page, "receive", {day: "31/12/2016"});
	await take(page, "ceremony", {day: "31/12/2016"});
	return {orgs, path: new URL(page.url()).pathname};
}

const PAPERS = ["self_review", "mentor_remarks", "opinions_recognition", "new_member_class"];

/* A year later: papers, votes, the decision, the card. */
async function carded(page, world, {orgs, path}) {
	await page.goto(world.base + path);
	const voters = (await text(page, "main")).match(/theo sổ (\d+) người/g).pop().match(/\d+/)[0];
	await page.goto(world.base + path + "/papers");
	await fill(page, "papers", Object.fromEntries(PAPERS.map((name) => [name, "29/12/2017"])));
	await take(page, "recog_vote", {day: "03/01/2018", number: "02-NQ/CB", vote: "show", issued: voters,
		agree: voters});
	await take(page, "recog_committee", {day: "10/01/2018", number: "05-NQ/ĐU", vote: "show",
		issued: "12", agree: "12"});
	await take(page, "recognise", {day: "18/01/2018", number: "12-QĐ/HU", second_day: "31/12/2017"});
	await take(page, "card", {day: "03/02/2018", number: "26009999"});
	assert.match(await text(page, "main"), /26009999/);
	for (const org of orgs.slice(-1)) {
		assert.equal(await figure(page, world, "card.issued", org, "2018"), 1);
		assert.equal(await figure(page, world, "member.recognised", org, "2018"), 1);
	}
	await fits(page, "carded");
}

async function from_list_to_card(world) {
	let found;
	await on_page(world, OFFICE, {}, async (page) => found = await decided(page, world));
	await world.later("03/02/2018");
	await on_page(world, OFFICE, {}, (page) => carded(page, world, found));
}

const TESTS = {
	"a target of 127% leads to the list of 152, at a desk and on a phone": target,
	"a candidate from the list to the card, and one more at every level": from_list_to_card,
};

module.exports = {TESTS};
