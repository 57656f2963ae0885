// Niceties only: every page works without this file.
(function () {
	"use strict";

	function typing(e) {
		return e.target.closest("input, textarea, select, [contenteditable]");
	}

	document.addEventListener("keydown", function (e) {
		var field = document.getElementById("q");
		if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || typing(e) || !field)
			return;
		e.preventDefault();
		field.focus();
		field.select();
	});

	document.querySelectorAll("[data-print]").forEach(function (button) {
		button.hidden = false;
		button.addEventListener("click", function () {
			window.print();
		});
	});

	document.querySelectorAll(".day input[name=day]").forEach(function (field) {
		field.addEventListener("change", function () {
			field.form.submit();
		});
	});
})();
