/*
 * accounts.js: a story: a clerk makes accounts from the roster; a member comes in with the slip, on a
 * telephone, and sets a password; a clerk sets up the second factor and is asked for it.
 */
"use strict";

const assert = require("assert");
const crypto = require("crypto");
const {on_page} = require("./world");

const OFFICE = "vanphong", HERE = "/org/tam-son/account", PASSWORD = "trâu đen qua suối";
const PHONE = {width: 360, height: 740};

async function fill(page, fields) {
	for (const [name, value] of Object.entries(fields))
		await page.fill(`[name=${name}]`, value);
	await page.click("main form .button");
}

async function slip_of(page) {
	const text = await page.locator(".slip dl").first().innerText();
	return {
		login: text.match(/Tên đăng nhập:?\s*(\S+)/)[1],
		code: text.match(/[A-Z]{4}-[A-Z]{4}-[A-Z]{4}/)[0],
	};
}

/* Eight on a sheet, nothing cut off. */
async function slips_fit(page) {
	await page.emulateMedia({media: "print"});
	const over = await page.locator(".slip").evaluateAll((all) =>
		all.map((one) => one.scrollHeight - one.clientHeight).filter((more) => more > 1));
	assert.deepEqual(over, [], "a slip is longer than its place");
	await page.emulateMedia({media: "screen"});
}

async function makes_slips(world) {
	let slip;
	await on_page(world, OFFICE, {}, async (page) => {
		await page.goto(world.base + HERE);
		await page.click(".head .button");
		const boxes = page.locator("main [type=checkbox]");
		for (let i = await boxes.count() - 1; i > 8; i--)
			await boxes.nth(i).uncheck();
		await page.click("main form .button");
		assert.equal(await page.locator("main tbody tr").count(), 9);
		await page.click("main form .button");
		assert.equal(await page.locator(".slip").count(), 9);
		await slips_fit(page);
		slip = await slip_of(page);
	});
	return slip;
}

async function first_day(world, slip) {
	await on_page(world, null, PHONE, async (page) => {
		await page.goto(world.base + "/sign-in");
		await fill(page, {login: slip.login, password: slip.code.toLowerCase()});
		assert.equal(new URL(page.url()).pathname, "/sign-in/password");
		await page.goto(world.base + "/org");
		assert.equal(new URL(page.url()).pathname, "/sign-in/password");
		await fill(page, {new_password: "1234567890", again: "1234567890"});
		assert.ok(await page.locator(".note.error").count());
		await fill(page, {new_password: PASSWORD, again: PASSWORD});
		assert.notEqual(new URL(page.url()).pathname, "/sign-in/password");
	});
	await on_page(world, null, PHONE, async (page) => {
		await page.goto(world.base + "/sign-in");
		await fill(page, {login: slip.login, password: slip.code});
		assert.ok(await page.locator(".note.error").count(), "a slip was good twice");
		await fill(page, {login: slip.login, password: PASSWORD});
		await page.goto(world.base + "/sessions");
		assert.ok(await page.locator("main tbody tr").count() >= 1);
	});
}

/* What a telephone shows (RFC 6238). */
function code_of(seed, away = 0) {
	const bits = [...seed.replace(/ /g, "")].map((c) =>
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + away));
	const mac = crypto.createHmac("sha1", key).update(step).digest();
	const at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function second_factor(world, slip) {
	let seed;
	await on_page(world, null, {}, async (page) => {
		await page.goto(world.base + "/sign-in?back=/account-own/factor");
		await fill(page, {login: slip.login, password: PASSWORD});
		assert.equal(await page.locator("svg.qr path").count(), 1);
		seed = (await page.locator("#by_hand").innerText()).match(/(?:[A-Z2-7]{4} ?){8}/)[0];
		await fill(page, {otp: code_of(seed)});
		assert.equal(await page.locator("main tbody tr").count(), 10);
	});
	await on_page(world, null, PHONE, async (page) => {
		await page.goto(world.base + "/sign-in");
		await fill(page, {login: slip.login, password: PASSWORD});
		assert.equal(new URL(page.url()).pathname, "/sign-in/code");
		await fill(page, {otp: "000000"});
		assert.ok(await page.locator(".note.error").count());
		await fill(page, {otp: code_of(seed, 1)});
		assert.notEqual(new URL(page.url()).pathname, "/sign-in/code");
	});
}

async function story(world) {
	const slip = await makes_slips(world);
	await first_day(world, slip);
	await second_factor(world, slip);
}

const TESTS = {
	"from a slip to a session with the second factor": story,
};

module.exports = {TESTS};
