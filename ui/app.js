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

	// Columns of a list come in the order in which they are ticked.
	document.querySelectorAll("input[type=hidden][name=columns]").forEach(function (order) {
		order.form.addEventListener("change", function (e) {
			var name = e.target.name.replace(/^c_/, "");
			var names = order.value.split(";").filter(function (n) {
				return n && n !== name;
			});
			if (e.target.checked)
				names.push(name);
			order.value = names.join(";");
		});
	});

	document.querySelectorAll(".day input[name=day]").forEach(function (field) {
		field.addEventListener("change", function () {
			field.form.submit();
		});
	});
})();
