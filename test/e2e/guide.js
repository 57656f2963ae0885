/*
 * guide.js: the pictures of the guide, docs/help/pictures. Usage: node test/e2e/guide.js DIRECTORY
 *
 * Wide ones for the office, those of a telephone for secretaries and members. They are made of the
 * demo databases alone; tools/screenshots.sh makes them small afterwards.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const {rename, upload} = require("./steps");
const {in_world} = require("./world");

const OFFICE = "vanphong", SECRETARY = "bithu", MEMBER = "dangvien";
const CELL = "/org/binh-son-thuong";
const WIDE = {width: 1024, height: 640}, PHONE = {width: 360, height: 640};

async function rename_shown(page, base) {
	await rename(page, base);
	await page.locator("main table").first().scrollIntoViewIfNeeded();
}

async function upload_columns(page, base) {
	await upload(page, base);
	await page.evaluate(() => document.querySelector("[name=c0]").closest(".part").scrollIntoView());
}

async function first_member(page, base) {
	await page.goto(base + CELL + "/members");
	await page.click("main tbody a[href^='/member/']");
	await page.locator(".timeline").first().waitFor();
}

async function member_history(page, base) {
	await first_member(page, base);
	await page.goto(new URL(page.url()).origin + new URL(page.url()).pathname + "/history");
}

/* A letter made out, so that somebody is on the way. */
async function transit(page, base) {
	await page.goto(base + CELL + "/members");
	const all = await page.locator("main tbody a[href^='/member/']").evaluateAll((list) =>
		list.map((a) => a.getAttribute("href").split("?")[0]));
	await page.goto(base + all[3] + "/send");
	await page.fill("[name=day]", "20/08/2018");
	await page.fill("[name=other]", "then");
	await page.click("main form .button");
	await page.goto(base + "/org/tam-son/transit");
}

/* Slips have a new code each time; the picture is to change only with the page. */
async function slips(page, base) {
	await page.goto(base + "/org/mam-non/account-new");
	await page.click("main form .button");
	await page.click("main form .button");
	await page.locator(".slip").first().waitFor();
	await page.evaluate(() => {
		for (const dd of document.querySelectorAll(".slip dd"))
			dd.textContent = dd.textContent.replace(/\b[A-Z0-9]{4}(.[A-Z0-9]{4}){2}\b/, "ABCD EFGH KLMN")
				.replace(/127\.0\.0\.1:\d+/, "guong.example.vn");
	});
}

async function request_form(page, base) {
	await page.goto(base + "/me/request");
	await page.selectOption("main select", {index: 1}).catch(() => {});
	await page.check("main [type=radio] >> nth=1").catch(() => {});
	await page.fill("main textarea",
		"Ngày sinh của tôi ghi 12/3/1966, đúng ra là 12/3/1965, theo giấy khai sinh.");
}

/* Somebody whom the cell has voted on: what is next, what is missing, how it went. */
async function candidate(page, base) {
	await page.goto(base + "/org/muong-ang/candidate?state=cell_voted");
	await page.click("main tbody a[href^='/case/']");
	await page.locator(".timeline").first().waitFor();
}

/* A picture: name, account, address or function, size; `height` cuts what is empty below. */
const OF_COUNTRY = [
	["search-wide", OFFICE, "/search?q=muong+ang", {...WIDE, height: 560}],
	["rename-wide", OFFICE, rename_shown, WIDE],
	["staff-wide", OFFICE, "/org/Q102/staff", WIDE],
];

const OF_MEMBERS = [
	["sign-in-phone", null, "/sign-in", {...PHONE, height: 560}],
	["members-wide", OFFICE, "/org/tam-son/members", WIDE],
	["member-wide", OFFICE, first_member, WIDE],
	["member-new-wide", OFFICE, CELL + "/member-new", WIDE],
	["transit-wide", OFFICE, transit, {...WIDE, height: 480}],
	["history-wide", OFFICE, member_history, {...WIDE, height: 560}],
	["roster-wide", OFFICE, "/org/mam-non/roster?paper=1", WIDE],
	["due-wide", OFFICE, "/org/tam-son/due", WIDE],
	["change-wide", OFFICE, "/org/tam-son/change", WIDE],
	["figure-wide", OFFICE, "/figure/member.total?org=tam-son&by=age", {...WIDE, height: 1240}],
	["import-wide", OFFICE, upload, WIDE],
	["import-columns-wide", OFFICE, upload_columns, WIDE],
	["slips-wide", OFFICE, slips, {...WIDE, height: 560}],
	["home-phone", SECRETARY, "/", PHONE],
	["members-phone", SECRETARY, CELL + "/members", PHONE],
	["member-phone", SECRETARY, first_member, PHONE],
	["due-phone", SECRETARY, CELL + "/due", PHONE],
	["me-phone", MEMBER, "/me", PHONE],
	["me-request-phone", MEMBER, request_form, PHONE, (page) => page.click("main form .button")],
	["request-wide", OFFICE, "/request", {...WIDE, height: 420}],
];

const OF_DISTRICT = [
	["dashboard-wide", OFFICE, "/org/muong-ang/dashboard", {...WIDE, height: 900}],
	["targets-wide", OFFICE, "/org/muong-ang/targets?period=2016", WIDE],
	["work-phone", OFFICE, "/work", PHONE],
	["case-wide", OFFICE, candidate, {...WIDE, height: 900}],
	["card-wide", OFFICE, "/org/muong-ang/card", WIDE],
	["rule-wide", "quantri", "/rule?q=" + encodeURIComponent("dự bị"), WIDE],
];

const OF_VILLAGES = [
	["coverage-wide", OFFICE, "/org/moc-chau/coverage", {...WIDE, height: 900}],
];

/* The number of a request is another each time, too. */
function still() {
	for (const e of document.querySelectorAll(".request"))
		e.textContent = e.textContent.replace(/[0-9a-f]{8,}/, "0123456789abcdef");
}

async function take(world, dir, [name, login, where, size, then]) {
	const page = await world.page(login, size);
	if (typeof where === "string")
		await page.goto(world.base + where);
	else
		await where(page, world.base);
	if (await page.locator("#content h1").count() !== 1)
		throw new Error("there is no page");
	await page.evaluate(still);
	await page.screenshot({path: path.join(dir, name + ".png")});
	if (then)
		await then(page);
	await page.context().close();
}

async function main() {
	const dir = process.argv[2];
	fs.mkdirSync(dir, {recursive: true});
	for (const [kind, pictures] of [["country", OF_COUNTRY], ["members", OF_MEMBERS],
		["district", OF_DISTRICT], ["villages", OF_VILLAGES]])
		await in_world(kind, async (world) => {
			for (const picture of pictures)
				await take(world, dir, picture).catch((e) => {
					throw new Error(`${picture[0]}: ${e.message}`);
				});
		});
}

main().catch((e) => {
	console.error(e.message);
	process.exitCode = 1;
});
