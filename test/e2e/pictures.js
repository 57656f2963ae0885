/*
 * pictures.js: the pictures of docs/pictures. Usage: node test/e2e/pictures.js DIRECTORY [dark]
 *
 * Every page is taken at the width of a desk and of a phone, from the demo databases alone.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const {rename, upload} = require("./steps");
const {in_world} = require("./world");

const SIZES = {wide: {width: 1280, height: 800}, phone: {width: 360, height: 740}};
const MOST_BYTES = 150 * 1024;

async function mistake(page, base) {
	await page.goto(base + "/org/03256/rename");
	await page.fill("[name=day]", "31/02/2025");
	await page.fill("[name=name]", "Đảng bộ thị trấn Mường Ảng mới");
	await page.click("[name=_preview]");
}

async function import_file(page, base) {
	await page.goto(base + "/import/orgs");
	await page.setInputFiles("[type=file]", {name: "chi-bo.csv", mimeType: "text/csv",
		buffer: Buffer.from("name,code,kind,parent\n"
			+ "Chi bộ Bản Hón,03256.01,cell,03256\n"
			+ "Chi bộ Tổ dân phố 1,03256.02,cell,03256\n"
			+ "Chi bộ Trường Mầm non,03256.03,cell,99999\n")});
	await page.click("main form .button");
	for (let i = 0; i < 20 && await page.locator("main table, .note.error").count() === 0; i++) {
		await page.waitForTimeout(300);
		await page.reload();
	}
}

/* A list whose columns have names that the program cannot be sure of. */
async function import_guess(page, base) {
	await upload(page, base);
	await page.locator("[name=c0]").scrollIntoViewIfNeeded();
	await page.evaluate(() => document.querySelector("[name=c0]").closest(".part").scrollIntoView());
}

async function first_member(page, base) {
	await page.goto(base + "/org/tam-son/members");
	await page.click("main tbody a[href^='/member/']");
	await page.locator(".timeline, main dl").first().waitFor();
}

const PICTURES = [
	["home", "vanphong", "/"],
	["province", "vanphong", "/org/11"],
	["district", "vanphong", "/org/Q102"],
	["tree", "vanphong", "/tree?at=Q102"],
	["search", "vanphong", "/search?q=muong+ang"],
	["rename", "vanphong", rename],
	["history", "vanphong", "/org/03256/history"],
	["staff", "vanphong", "/org/Q102/staff"],
	["figure", "vanphong", "/figure/org.grassroots?org=11"],
	["import", "vanphong", import_file],
	["empty", "vanphong", "/search?q=khong+co+noi+nay"],
	["error", "vanphong", mistake],
	["forbidden", "dangvien", "/import"],
	["sign-in", null, "/sign-in"],
];

const PICTURES_OF_MEMBERS = [
	["members", "vanphong", "/org/tam-son/members"],
	["member", "vanphong", first_member],
	["roster", "vanphong", "/org/mam-non/roster?paper=1", 640],
	["change", "vanphong", "/org/tam-son/change"],
	["due", "vanphong", "/org/tam-son/due"],
	["import-guess", "vanphong", import_guess],
];

const PICTURES_OF_DISTRICT = [
	["dashboard", "vanphong", "/org/muong-ang/dashboard"],
	["candidates", "vanphong", "/org/muong-ang/candidate?state=cell_voted"],
];

/* The number of a request is another each time; the picture is to change only with the page. */
function still() {
	for (const e of document.querySelectorAll(".request"))
		e.textContent = e.textContent.replace(/[0-9a-f]{8,}/, "0123456789abcdef");
}

/* A picture: name, account, address or function, and how high at most, for pages full of ink. */
async function take(world, dir, [name, login, where, most = Infinity], size, dark) {
	const height = Math.min(SIZES[size].height, most);
	const page = await world.page(login, {dark, width: SIZES[size].width, height});
	const file = path.join(dir, `${name}-${size}.png`);
	if (typeof where === "string")
		await page.goto(world.base + where);
	else
		await where(page, world.base);
	await page.evaluate(still);
	await page.screenshot({path: file});
	await page.context().close();
	if (fs.statSync(file).size > MOST_BYTES)
		throw new Error(`${file} has over ${MOST_BYTES} bytes`);
}

async function take_all(world, pictures, dir, dark) {
	for (const picture of pictures)
		for (const size of Object.keys(SIZES))
			await take(world, dir, picture, size, dark);
}

async function main() {
	const [dir, dark] = process.argv.slice(2);
	fs.mkdirSync(dir, {recursive: true});
	for (const [kind, pictures] of [["country", PICTURES], ["members", PICTURES_OF_MEMBERS],
		["district", PICTURES_OF_DISTRICT]])
		await in_world(kind, (world) => take_all(world, pictures, dir, dark === "dark"));
}

main().catch((e) => {
	console.error(e.message);
	process.exitCode = 1;
});
