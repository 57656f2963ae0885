/*
 * members.js: the pages of members, and two stories: a roster as offices keep it, from the file to
 * the paper; a day that was written wrong, and what the file said before.
 */
"use strict";

const assert = require("assert");
const {on_page, roster_file} = require("./world");

const OFFICE = "vanphong", TOP = "/org/muong-ang", PEOPLE = 2128;

/* Every page ---------------------------------------------------------------------------------- */

const LISTS = ["members", "roster", "extract", "change", "due", "transit", "member-new"];
const KINDS = LISTS.map((list) => "/org/*/" + list).concat(["/member",
	"/member/*", "/member/*/recognise", "/member/*/correct", "/member/*/history", "/member-fact/*"]);

/* The kinds of pages that are about people, and those that look another way where there are some. */
function of_people(kind) {
	return /^\/member|^\/org\/\*\/(member|roster|extract|change|due|transit)/.test(kind);
}

function wanted(kind) {
	return of_people(kind) || /^(\/figure|\/figure\/\*|\/org\/\*)$/.test(kind);
}

/* The text of pages, one after another. */
async function texts(page, world, paths) {
	const all = [];
	for (const path of paths)
		all.push(await (await page.request.get(world.base + path)).text());
	return all.join("\n");
}

/* Addresses in `text` that match, the first of each kind: `key` says which. */
function firsts(text, pattern, key) {
	const found = new Map();
	for (const match of text.matchAll(pattern))
		if (!found.has(key(match)))
			found.set(key(match), match[1]);
	return [...found.values()];
}

/* Every act that a file or a fact offers, once: what is offered depends on the person. */
async function starts(world) {
	const lists = LISTS.map((list) => "/org/tam-son/" + list);
	const asked = ["probationary", "exempt", "away", "suspended", "guest", "left"]
		.map((state) => "/org/tam-son/members?state=" + state);
	const acts = [];
	await on_page(world, OFFICE, {}, async (page) => {
		const people = firsts(await texts(page, world, lists.concat(asked)),
			/"(\/member\/\d+)/g, (match) => match[1]);
		const files = await texts(page, world, people);
		const facts = firsts(files, /"(\/member-fact\/[\d.]+)"[^>]*>([^<]+)/g, (match) => match[2]);
		assert.ok(people.length > 50, `${people.length} people`);
		acts.push(...firsts(files, /"(\/member\/\d+\/([a-z-]+))/g, (match) => match[2]),
			...firsts(await texts(page, world, facts), /"(\/member-fact\/[\d.]+\/([a-z-]+))/g,
				(match) => match[2]));
	});
	return ["/org/tam-son", "/member", ...lists, "/org/tam-son/members?name=khong+co+ai",
		"/member?q=nguyen+van", ...acts];
}

/* A dirty roster ------------------------------------------------------------------------------ */

/* Until a job has been read: the page of a job says so when it is loaded again. */
async function read(page) {
	for (let i = 0; i < 60 && await page.locator("[name=c0], .note.error").count() === 0; i++) {
		await page.waitForTimeout(250);
		await page.reload();
	}
}

async function upload(page, world, kind) {
	await page.goto(world.base + "/import/members");
	await page.setInputFiles("[type=file]", roster_file(world, kind));
	await page.click("main form .button");
	await read(page);
}

async function read_again(page) {
	await page.click("form[action$='/again'] button");
	await read(page);
}

async function say_how(page) {
	await page.fill("[name=under]", "muong-ang");
	await page.fill("[name=opened_on]", "31/12/2016");
	await page.check("[name=every_sheet]");
	await read_again(page);
}

/* With what is folded up. */
async function main_text(page) {
	await page.locator("main details").evaluateAll((all) => all.forEach((d) => { d.open = true; }));
	return (await page.locator("main").innerText()).replace(/\s+/g, " ");
}

async function dirty(page, world) {
	await upload(page, world, "dirty");
	await say_how(page);
	assert.equal(await page.locator("form[action$='/commit']").count(), 0);
	const text = await main_text(page);
	for (const told of ["5 dòng sai", "31/2/1970", "Người rừng", "Chi bộ bản Không Có",
		"3 điểm còn nghi ngờ"])
		assert.ok(text.includes(told), told);
	assert.match(text, /miễn sinh hoạt/);
	const note = page.locator("select:has(option[value=note][selected])").first();
	await note.selectOption("");
	await read_again(page);
	assert.doesNotMatch(await main_text(page), /có ghi chú về miễn sinh hoạt/);
	await page.click("form[action$='/drop'] button");
}

async function mended(page, world) {
	await upload(page, world, "mended");
	await say_how(page);
	assert.match(await main_text(page), /2 điểm còn nghi ngờ/);
	await page.check("[name=accept_warnings]");
	await page.click("form[action$='/commit'] .button");
	for (let i = 0; i < 80 && await page.locator(".note.done").count() === 0; i++) {
		await page.waitForTimeout(250);
		await page.reload();
	}
	assert.match(await main_text(page), /2[.]128/);
	assert.ok(await page.locator(".note.done").count(), "it was not written");
}

async function total(page, world, day) {
	await page.goto(`${world.base}${TOP}?day=${day}`);
	const terms = await page.locator("main dl").allInnerTexts();
	const found = terms.join("\n").match(/Tổng số\s+([\d.]+)/);
	return found ? Number(found[1].replace(".", "")) : 0;
}

/* From the list to a file; somebody dies, and the days before and after differ. */
async function loses_one(page, world) {
	await page.goto(`${world.base}${TOP}/members`);
	assert.match(await main_text(page), /2[.]128 người/);
	await page.click("main tbody tr:first-child a[href^='/member/']");
	assert.match(await main_text(page), /31\/12\/2016/);
	await page.goto(page.url().split("?")[0] + "/leave");
	await page.check("[name=kind][value=deceased]");
	await page.fill("[name=day]", "01/06/2017");
	await page.click("main form .button");
	await page.locator(".note.done").waitFor();
}

async function roster_on_paper(page, world) {
	await page.goto(`${world.base}${TOP}/roster?paper=1`);
	await page.fill("main [name=purpose]", "In danh sách hằng tháng");
	await page.click("main form .button");
	await page.waitForURL(/purpose=/, {waitUntil: "load"});
	await page.emulateMedia({media: "print"});
	assert.equal(await page.locator("main tbody tr").filter({hasText: /\d{4}/}).count() >= PEOPLE - 1,
		true, "people are missing on paper");
	assert.equal(await page.locator(".paper-tools").isVisible(), false);
	assert.match(await main_text(page), /2[.]127/);
}

async function roster_story(world) {
	await on_page(world, OFFICE, {}, async (page) => {
		page.setDefaultTimeout(20000);
		await dirty(page, world);
		await mended(page, world);
		assert.equal(await total(page, world, "2017-12-31"), PEOPLE);
		await loses_one(page, world);
		await roster_on_paper(page, world);
		for (const [day, people] of [["2016-12-30", 0], ["2016-12-31", PEOPLE],
			["2017-05-31", PEOPLE], ["2017-06-01", PEOPLE - 1]])
			assert.equal(await total(page, world, day), people, day);
	});
}

/* A day written wrong -------------------------------------------------------------------------- */

async function recognise(page, world) {
	await page.goto(world.base + "/org/tam-son/members?state=probationary"
		+ "&name=anh+xuan");
	await page.click("main tbody a[href^='/member/']");
	const file = page.url().split("?")[0];
	await page.click(".tools a[href$='/recognise'], main a[href$='/recognise']");
	await page.fill("[name=day]", "30/07/2018");
	await page.fill("[name=number]", "77-QĐ/HU");
	await page.click("main form .button");
	await page.locator(".note.done").waitFor();
	assert.match(await page.locator(".part").first().innerText(), /30\/07\/2018/);
	return file;
}

async function correct_day(page) {
	await page.locator("main a[href*='/member-fact/']").filter({hasText: "công nhận"}).first().click();
	await page.click("main a[href*='/member-fact/'][href$='/recognise']");
	await page.fill("[name=day]", "20/08/2018");
	await page.fill("[name=why]", "Ghi nhầm ngày quyết định");
	await page.click("main form .button");
	await page.locator(".note.done").waitFor();
}

async function wrong_day_story(world) {
	await on_page(world, OFFICE, {script: false}, async (page) => {
		const file = await recognise(page, world);
		await correct_day(page);
		await page.goto(file);
		assert.match(await main_text(page), /20\/08\/2018 Được công nhận chính thức Tại/);
		assert.match(await main_text(page), /30\/07\/2018 Được công nhận chính thức \(đã sửa\)/);
		await page.goto(file + "/history");
		assert.match(await main_text(page), /Ghi nhầm ngày quyết định/);
		await page.click("main tbody tr:first-child a[href*='known=']");
		assert.match(await main_text(page), /30\/07\/2018/);
		assert.doesNotMatch(await main_text(page), /20\/08\/2018/);
		await page.goto(file + "?day=2018-08-10"); // between the two days, as known now
		assert.match(await main_text(page), /đảng viên dự bị/);
	});
}

const TESTS = {
	"a recognition written on a wrong day is corrected; before, it was known so": wrong_day_story,
};

const ROSTER_TESTS = {
	"a dirty roster of 2,128 people, from the file to the paper": roster_story,
};

module.exports = {KINDS, TESTS, ROSTER_TESTS, starts, of_people, wanted};
