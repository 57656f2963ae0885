/*
 * pictures.js: the pictures of docs/pictures. Usage: node test/e2e/pictures.js DIRECTORY [dark]
 *
 * Every page is taken at the width of a desk and of a phone, from the demo database alone.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const {open_world} = require("./world");

const SIZES = {wide: {width: 1280, height: 800}, phone: {width: 360, height: 740}};
const MOST_BYTES = 150 * 1024;

async function rename(page, base) {
	await page.goto(base + "/org/03256/rename");
	await page.fill("[name=day]", "30/06/2025");
	await page.fill("[name=name]", "Đảng bộ thị trấn Mường Ảng mới");
	await page.fill("[name=decision_no]", "57-QĐ/HU");
	await page.click("[name=_preview]");
}

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

/* The number of a request is another each time; the picture is to change only with the page. */
function still() {
	for (const e of document.querySelectorAll(".request"))
		e.textContent = e.textContent.replace(/[0-9a-f]{8,}/, "0123456789abcdef");
}

async function take(world, dir, [name, login, where], size, dark) {
	const page = await world.page(login, Object.assign({dark}, SIZES[size]));
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

async function main() {
	const [dir, dark] = process.argv.slice(2);
	const world = await open_world();
	fs.mkdirSync(dir, {recursive: true});
	try {
		for (const picture of PICTURES)
			for (const size of Object.keys(SIZES))
				await take(world, dir, picture, size, dark === "dark");
	} finally {
		await world.close();
	}
}

main().catch((e) => {
	console.error(e.message);
	process.exitCode = 1;
});
