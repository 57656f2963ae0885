/*
 * steps.js: what the pictures of the documents and of the guide do before they are taken.
 */
"use strict";

/* A new name, shown before it is written. */
async function rename(page, base) {
	await page.goto(base + "/org/03256/rename");
	await page.fill("[name=day]", "30/06/2025");
	await page.fill("[name=name]", "Đảng bộ thị trấn Mường Ảng mới");
	await page.fill("[name=decision_no]", "57-QĐ/HU");
	await page.click("[name=_preview]");
}

async function wait_for_job(page) {
	for (let i = 0; i < 40 && await page.locator("[name=c0], .note.error").count() === 0; i++) {
		await page.waitForTimeout(250);
		await page.reload();
	}
}

/* A list whose columns have names that the program cannot be sure of. */
async function upload(page, base) {
	await page.goto(base + "/import/members");
	await page.setInputFiles("[type=file]", {name: "danh-sach.csv", mimeType: "text/csv",
		buffer: Buffer.from("TT,Họ tên,Sinh,Chi bộ,Vào Đảng,Ngày CT,Việc làm\n"
			+ "1,Lò Văn Ơn,3/2/1970,Chi bộ tổ dân phố Then,19/5/1995,19/5/1996,Công nhân\n"
			+ "2,Hà Thị Yến,8.3.1982,Chi bộ tổ dân phố Then,3/2/2009,3/2/2010,Y tế\n")});
	await page.click("main form .button");
	await wait_for_job(page);
}

module.exports = {rename, upload};
