/*
 * checks.js: what every page must bear, each as a function that throws with the reason.
 */
"use strict";

const assert = require("assert");

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

function told(violations) {
	return violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary}`)
		.join("\n");
}

async function axe(page, what) {
	const found = await page.evaluate((only) => window.axe.run(document,
		{runOnly: only, resultTypes: ["violations"]}).then((r) => r.violations), what);
	assert.equal(found.length, 0, told(found));
}

/* All rules at both widths, and the colours once more in the dark. */
async function accessible(page, source) {
	await page.evaluate(source);
	await axe(page, {type: "tag", values: RULES});
	await page.emulateMedia({colorScheme: "dark"});
	await axe(page, {type: "rule", values: ["color-contrast"]});
	await page.emulateMedia({colorScheme: "light"});
	await page.setViewportSize({width: 360, height: 740});
	await axe(page, {type: "tag", values: RULES});
}

/* Names of elements that stick out to the right, for the message. */
function sticking_out() {
	const wide = window.innerWidth;
	if (document.scrollingElement.scrollWidth <= wide)
		return [];
	return [...document.querySelectorAll("body *")]
		.filter((e) => e.getBoundingClientRect().right > wide + 0.5)
		.map((e) => e.tagName + "." + e.className).slice(0, 5).concat("page");
}

/* Words cut off by their own box. What is meant for the ear only, and names with an ellipsis, may. */
function cut() {
	return [...document.querySelectorAll("main *, .bar *, .menu *")].filter((e) => {
		const style = getComputedStyle(e);
		return style.overflow !== "visible" && style.clipPath === "none"
			&& style.textOverflow !== "ellipsis" && e.checkVisibility()
			&& !/INPUT|TEXTAREA|SELECT/.test(e.tagName) && style.overflowX !== "auto"
			&& (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
	}).map((e) => e.tagName + "." + e.className);
}

/* Pairs of things to read or press that lie on each other. */
function overlapping() {
	const shown = (e) => !e || getComputedStyle(e).clipPath === "none" && shown(e.parentElement);
	const seen = [...document.querySelectorAll("h1, h2, h3, p, label, legend, dt, dd, td, th, "
		+ "input, select, textarea, button, summary, .path li, .ways li, .bar .name")]
		.filter((e) => e.checkVisibility() && !e.closest(".menu, .unseen, .drop > :not(summary)"))
		.filter(shown).map((e) => ({e, r: e.getBoundingClientRect()}))
		.filter((x) => x.r.width > 2 && x.r.height > 2);
	const found = [];
	for (let i = 0; i < seen.length && i < 160; i++)
		for (let k = i + 1; k < seen.length && k < 160; k++) {
			const a = seen[i], b = seen[k];
			const x = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
			const y = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
			if (x > 2 && y > 2 && !a.e.contains(b.e) && !b.e.contains(a.e))
				found.push(`${a.e.tagName} "${a.e.textContent.trim().slice(0, 30)}" and `
					+ `${b.e.tagName} "${b.e.textContent.trim().slice(0, 30)}"`);
		}
	return found.slice(0, 5);
}

async function none(page, look, what) {
	const found = await page.evaluate(look);
	assert.equal(found.length, 0, `${what}: ${found.join("; ")}`);
}

async function fits(page, what) {
	await none(page, sticking_out, `${what}: scrolls sideways`);
	await none(page, cut, `${what}: cut`);
	await none(page, overlapping, `${what}: overlapping`);
}

async function narrow(page) {
	await fits(page, "360 px");
	await page.setViewportSize({width: 320, height: 640});
	await fits(page, "320 px");
}

async function large_text(page) {
	await page.setViewportSize({width: 1280, height: 800});
	await fits(page, "1280 px");
	await page.evaluate(() => {
		const root = document.documentElement;
		root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
	});
	await fits(page, "text of 200 %");
}

/* The ink of capitals with two marks, and of letters that hang low, within their line. */
function marks_cut() {
	const pen = document.createElement("canvas").getContext("2d");
	const lines = [...document.querySelectorAll("h1, h2, th a, .menu a, .button, .bar .who, .lead")];
	return lines.filter((e) => e.checkVisibility()).filter((e) => {
		const style = getComputedStyle(e);
		pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
		const ink = pen.measureText("ỄẬỞẲỰgyọ");
		return ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent
			> parseFloat(style.lineHeight);
	}).map((e) => e.tagName + "." + e.className);
}

module.exports = {accessible, narrow, large_text, none, marks_cut};
