"use strict";
(() => {
  const all = (what, within = document) => Array.from(within.querySelectorAll(what));

  // A link into something folded away opens it on the way.
  const reveal = () => {
    const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    if (at.closest("[hidden]")) {
      field.value = "";
      field.dispatchEvent(new Event("input"));
    }
    for (const inner of all(":scope > details", at)) inner.open = true;
    for (let up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    at.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

  // The tools are in the page without being shown, because they do nothing without this script.
  const tools = document.getElementById("tools");
  tools.hidden = false;
  const field = document.getElementById("find");
  const count = document.getElementById("count");
  const items = all("[data-find]").map((element) => [element, element.textContent.toLowerCase()]);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    for (const [element, text] of items) {
      element.hidden = wanted !== "" && !text.includes(wanted);
      if (!element.hidden) shown += 1;
    }
    count.textContent = wanted ? `${shown} of ${items.length} entries` : "";
  });
  const folds = all("details");
  const fold = document.getElementById("fold");
  fold.addEventListener("click", () => {
    const open = folds.some((details) => !details.open);
    for (const details of folds) details.open = open;
    fold.textContent = open ? "Close all" : "Open all";
  });
  addEventListener("beforeprint", () => { for (const details of folds) details.open = true; });

  // Headers of sortable tables become buttons: largest first, then smallest first.
  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    all("thead th", table).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const down = header.getAttribute("aria-sort") !== "descending";
        for (const other of all("th", table)) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const numeric = header.classList.contains("n");
        const rows = all("tr", body).sort((one, two) =>
          numeric ? Number(key(one)) - Number(key(two)) : key(two).localeCompare(key(one)));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }
  reveal();
})();
