/*
 * world.js: a database in a directory of its own, the program serving it, and a browser.
 *
 *	const world = await open_world("country");
 *	const page = await world.page("vanphong", {width: 360});
 *	await world.close();
 *
 * Worlds are "country" (the tree of the whole country, with some records), "members" (the demo
 * tam-son-2018), "district" (the demo muong-ang-2016) and "roster" (the organisations of test/dirty_roster, nobody in them yet).
 *
 * The program comes from the environment variable GUONG (build/guong if unset), dirty_roster from
 * test/ beside it. close() stops the server by its pid and removes the directory, whatever went
 * wrong before.
 */
"use strict";

const fs = require("fs");
const net = require("net");
const os = require("os");
const path = require("path");
const {execFileSync, spawn} = require("child_process");

const PASSWORD = "guong-mau-2025";
const START_MS = 15000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"];

/* What the demo leaves empty: a rename, people in posts, a term, a file waiting to be taken over. */
const RECORDS = [
	["org", "rename", "03256", "--day", "2010-05-01", "--name",
		"Đảng bộ thị trấn Mường Ảng (huyện lỵ)", "--decision-no", "12-QĐ/HU",
		"--reason", "Huyện lỵ của huyện mới"],
	["org", "rename", "03256", "--day", "2015-08-01", "--name", "Đảng bộ thị trấn Mường Ảng",
		"--decision-no", "41-QĐ/HU"],
	["org", "term", "add", "Q102", "--number", "3", "--congress-day", "2020-08-12", "--from",
		"2020-08-12", "--note", "Nhiệm kỳ 2020 - 2025"],
	["org", "post", "add", "Q102", "--post", "secretary", "--holder", "Lò Thị Ánh", "--from",
		"2020-08-12", "--decision-no", "318-QĐ/TU"],
	["org", "post", "add", "Q102", "--post", "deputy", "--holder", "Quàng Văn Ẳm", "--from",
		"2021-03-01"],
	["org", "post", "add", "Q102", "--post", "deputy", "--holder", "Nguyễn Thị Thu Hiền",
		"--from", "2020-08-12"],
	["org", "charge", "add", "Q102", "--holder", "Quàng Văn Ẳm", "--field", "Xây dựng Đảng",
		"--over", "03256", "--from", "2021-03-01"],
];

/* Nobody of the demo has been on probation for a year. */
const PROBATIONARY = ["member", "add", "binh-lac", "--full_name", "Lò Thị Ánh Xuân", "--birth_date",
	"1990-05-05", "--sex", "female", "--ethnicity", "kinh", "--how", "admitted", "--day",
	"2017-07-10"];

/* What a district sets itself, closes and publishes. */
const TARGETS = [
	["target", "set", "moc-chau", "--code", "member.admitted", "--period", "2022", "--value", "120",
		"--decision_no", "12-NQ/HU"],
	["target", "set", "tt-moc-chau", "--code", "member.admitted", "--period", "2022", "--value", "10"],
	["target", "set", "long-sap", "--code", "member.admitted", "--period", "2022", "--value", "8"],
	["target", "set", "moc-chau", "--code", "village.secretary_is_head.rate", "--period", "2022",
		"--value", "ít nhất 90%"],
	["closing", "add", "moc-chau", "--period", "2022-Q2"],
	["issued", "add", "moc-chau", "--code", "member.admitted", "--period", "2022-Q2", "--paper",
		"Báo cáo 210-BC/HU"],
	["candidate", "add", "thue", "--full_name", "Lò Thị Ánh Mai", "--birth_date", "1995-04-12",
		"--schooling", "upper_secondary", "--source", "farmer", "--day", "2022-03-05"],
];

function program() {
	return path.resolve(process.env.GUONG || path.join(__dirname, "../../build/guong"));
}

function chromium_path() {
	for (const dir of (process.env.PATH || "").split(":").concat("/usr/bin"))
		for (const name of ["chromium", "chromium-browser", "google-chrome"])
			if (dir && fs.existsSync(path.join(dir, name)))
				return path.join(dir, name);
	throw new Error("no chromium found: run tools/deps.sh test");
}

function need(module) {
	try {
		return require(module);
	} catch (e) {
		throw new Error(`${module} is missing: run npm ci in test/e2e (${e.code})`);
	}
}

function free_port() {
	return new Promise((done, fail) => {
		const s = net.createServer();
		s.on("error", fail);
		s.listen(0, "127.0.0.1", () => {
			const port = s.address().port;
			s.close(() => done(port));
		});
	});
}

function pause(ms) {
	return new Promise((done) => setTimeout(done, ms));
}

async function answers(base) {
	try {
		return (await fetch(base + "/sign-in")).status === 200;
	} catch (e) {
		return false;
	}
}

async function start_server(db, key, log) {
	const listen = "127.0.0.1:" + await free_port();
	const base = "http://" + listen;
	const out = fs.openSync(log, "a");
	const child = spawn(program(), ["serve", "--db", db, "--listen", listen],
		{stdio: ["ignore", out, out], env: Object.assign({}, process.env, {GUONG_KEY: key})});
	const until = Date.now() + START_MS;
	fs.closeSync(out);
	while (!await answers(base)) {
		if (child.exitCode !== null || Date.now() > until) {
			child.kill("SIGKILL");
			throw new Error("the server did not start:\n" + fs.readFileSync(log, "utf8"));
		}
		await pause(50);
	}
	return {base, child};
}

function stop_server(child) {
	if (child.exitCode !== null || child.signalCode !== null)
		return Promise.resolve();
	return new Promise((done) => {
		const late = setTimeout(() => child.kill("SIGKILL"), 12000);
		child.on("exit", () => {
			clearTimeout(late);
			done();
		});
		child.kill("SIGTERM");
	});
}

async function sign_in(page, base, login) {
	await page.goto(base + "/sign-in");
	await page.fill("[name=login]", login);
	await page.fill("[name=password]", PASSWORD);
	await page.press("[name=password]", "Enter");
	await page.waitForURL((url) => url.pathname !== "/sign-in");
}

function guong(world, args, input) {
	return execFileSync(program(), args.concat("--db", world.db), {encoding: "utf8", input});
}

/* The file that test/dirty_roster makes: "orgs", "dirty" or "mended". */
function roster_file(world, kind) {
	const file = path.join(world.dir, kind + (kind === "orgs" ? ".csv" : ".xlsx"));
	execFileSync(path.join(path.dirname(program()), "test/dirty_roster"), [kind, file]);
	return file;
}

const MAKERS = {
	country(world) {
		guong(world, ["demo", "country"]);
		for (const record of RECORDS)
			guong(world, record.concat("--as", "vanphong"));
	},
	members(world) {
		guong(world, ["demo", "tam-son-2018"]);
		guong(world, PROBATIONARY.concat("--as", "vanphong"));
	},
	district(world) {
		guong(world, ["demo", "muong-ang-2016"]);
	},
	villages(world) {
		guong(world, ["demo", "moc-chau-2022"]);
		for (const act of TARGETS)
			guong(world, act.concat("--as", "vanphong"));
	},
	roster(world) {
		guong(world, ["init", "--site", "Thử", "--today", "31/12/2017"]);
		guong(world, ["import", "orgs", roster_file(world, "orgs"), "--commit"]);
		guong(world, ["account", "add", "--login", "vanphong", "--name", "Văn phòng",
			"--func", "office", "--over", "muong-ang"], PASSWORD + "\n");
	},
};

class World {
	constructor() {
		this.dir = fs.mkdtempSync(path.join(os.tmpdir(), "guong-e2e-"));
		this.db = path.join(this.dir, "world.db");
		this.key = path.join(this.dir, "key");
		this.log = path.join(this.dir, "serve.log");
		this.states = {};
	}

	async open(kind) {
		const {chromium} = need("playwright-core");
		MAKERS[kind](this);
		execFileSync(program(), ["key", "new", "--file", this.key]);
		Object.assign(this, await start_server(this.db, this.key, this.log));
		this.browser = await chromium.launch({executablePath: chromium_path(), args: FLAGS,
			env: Object.assign({}, process.env, {LANGUAGE: "vi"})});
	}

	/* A page of its own; signed in unless `login` is null. Options: width, height, lang, dark,
	 * script, size (of the text). */
	async page(login, options = {}) {
		const context = await this.browser.newContext({
			viewport: {width: options.width || 1280, height: options.height || 800},
			colorScheme: options.dark ? "dark" : "light",
			javaScriptEnabled: options.script !== false,
			reducedMotion: "reduce",
			storageState: login ? await this.state(login) : undefined,
		});
		const page = await context.newPage();
		page.setDefaultTimeout(8000);
		return page;
	}

	/* One sign-in per account: the pages of it share the session. */
	async state(login) {
		if (!this.states[login]) {
			const page = await this.page(null);
			await sign_in(page, this.base, login);
			this.states[login] = await page.context().storageState();
			await page.context().close();
		}
		return this.states[login];
	}

	/* The same database on a later day: its clock stands still otherwise. */
	async later(day) {
		await stop_server(this.child);
		guong(this, ["init", "--today", day]);
		Object.assign(this, await start_server(this.db, this.key, this.log));
		this.states = {};
	}

	async close() {
		if (this.browser)
			await this.browser.close();
		if (this.child)
			await stop_server(this.child);
		fs.rmSync(this.dir, {recursive: true, force: true});
	}
}

async function open_world(kind) {
	const world = new World();
	try {
		await world.open(kind);
	} catch (e) {
		await world.close();
		throw e;
	}
	return world;
}

/* Runs run(world), and closes the world whatever happens. */
async function in_world(kind, run) {
	const world = await open_world(kind);
	try {
		await run(world);
	} finally {
		await world.close();
	}
}

/* A page that is closed afterwards. */
async function on_page(world, login, options, run) {
	const page = await world.page(login, options);
	try {
		await run(page);
	} finally {
		await page.context().close();
	}
}

module.exports = {in_world, on_page, sign_in, need, guong, roster_file, PASSWORD};
