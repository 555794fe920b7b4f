// Tables that sort and filter: the audit of every article, the arrows with their runners-up, and what the page brings.

const AT_ONCE = 50;

// A table of rows given as data: columns are [title, what to sort by, what to show, class].
const table = (box, columns, { empty }) => {
  const kept = { rows: [], by: -1, down: true, shown: AT_ONCE };
  const body = make("tbody");
  const more = make("button", { type: "button", click: () => { kept.shown += 4 * AT_ONCE; filled(); } });
  const heads = columns.map(([title, , , look], at) => make("th", { scope: "col", class: look || null },
    make("button", { type: "button", click: () => sort(at) }, title)));
  const sort = (at) => {
    kept.down = kept.by === at ? !kept.down : columns[at][3] === "n";
    kept.by = at;
    heads.forEach((head, n) => (n === at ? head.setAttribute("aria-sort", kept.down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    filled();
  };
  const filled = () => {
    const rows = [...kept.rows];
    if (kept.by >= 0) {
      const key = columns[kept.by][1];
      const order = (a, b) => (typeof key(a) === "number" ? key(a) - key(b) : key(a).localeCompare(key(b)));
      rows.sort((a, b) => (kept.down ? order(b, a) : order(a, b)));
    }
    body.replaceChildren(...rows.slice(0, kept.shown).map((row) =>
      make("tr", {}, columns.map(([, , show, look]) => make("td", { class: look || null, dir: look ? null : "auto" }, show(row))))));
    if (!rows.length) body.append(make("tr", {}, make("td", { colspan: columns.length, class: "none" }, empty)));
    more.hidden = rows.length <= kept.shown;
    more.textContent = `Show more: ${many(rows.length - kept.shown, "further row")}`;
  };
  box.replaceChildren(make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": box.dataset.name },
    make("table", { class: "live" }, make("thead", {}, make("tr", {}, heads)), body)), more);
  return (rows) => {
    kept.rows = rows;
    kept.shown = AT_ONCE;
    filled();
  };
};
const opener = (node, click) => make("button", { type: "button", class: "link", click }, bdi(node));
const main = (node) => parentsOf[node].find((edge) => edge.main) ?? parentsOf[node][0];

const auditColumns = () => {
  const of = (node, key, none) => (main(node) ? key(main(node)) : none);
  return [
    ["Article", nameOf, (node) => [opener(node, () => openArticle(node)), make("span", { class: "under", dir: "auto" }, nodes[node].headline)]],
    ["Published", (node) => nodes[node].at ?? Infinity, (node) => nodes[node].when],
    ["Took most from", (node) => of(node, (edge) => nameOf(edge.from), "\uffff"),
      (node) => of(node, (edge) => opener(edge.from, () => openPair(edge.from, node)), "nobody here")],
    ["Taken", (node) => nodes[node].share, (node) => (nodes[node].share ? percent(nodes[node].share) : ""), "n"],
    ["How sure", (node) => of(node, (edge) => edge.p, -1), (node) => of(node, (edge) => edge.sure, ""), "n"],
    ["Credit", (node) => of(node, () => nodes[node].credit, "\uffff"), (node) => of(node, () => data.credits[nodes[node].credit], "")],
  ];
};
const startAudit = () => {
  if (!byId("audit-live")) return;
  const put = table(byId("audit-live"), auditColumns(), { empty: "No article passes the filters." });
  const field = byId("audit-find");
  const kind = byId("audit-credit");
  const show = () => {
    const wanted = field.value.trim().toLowerCase();
    const rows = view.articles.filter((node) => {
      const article = nodes[node];
      const said = `${article.outlet} ${article.headline} ${article.finding} ${parentsOf[node].map((edge) => nameOf(edge.from)).join(" ")}`;
      const credit = parentsOf[node].length ? article.credit : "origin";
      return (!wanted || said.toLowerCase().includes(wanted)) && (!kind.value || kind.value === credit);
    });
    put(rows);
    byId("audit-count").textContent = `${rows.length} of ${many(data.articles, "article")}`;
  };
  field.addEventListener("input", show);
  kind.addEventListener("change", show);
  watchers.push(show);
};

const startSure = () => {
  if (!byId("sure-live")) return;
  const put = table(byId("sure-live"), [
    ["Taker", (edge) => nameOf(edge.to), (edge) => opener(edge.to, () => openPair(edge.from, edge.to))],
    ["Origin", (edge) => nameOf(edge.from), (edge) => bdi(edge.from)],
    ["How sure", (edge) => edge.p, (edge) => edge.sure, "n"],
    ["Next best story", (edge) => edge.second, (edge) => edge.second || "none is told"],
    ["Its probability", (edge) => edge.second_p, (edge) => (edge.second ? probability(edge.second_p) : ""), "n"],
  ], { empty: "No arrow passes the filters." });
  watchers.push((now) => put([...now.edges].sort((a, b) => a.p - b.p || a.to - b.to)));
};

// Tables that came with the page: their headers become buttons, largest first, then smallest first.
const startSorting = () => {
  for (const one of all("table.sortable")) {
    const body = one.tBodies[0];
    all("thead th", one).forEach((header, column) => {
      const button = make("button", { type: "button" }, [...header.childNodes]);
      header.append(button);
      button.addEventListener("click", () => {
        const down = header.getAttribute("aria-sort") !== "descending";
        for (const other of all("th", one)) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const numeric = header.classList.contains("n");
        const rows = all("tr", body).sort((a, b) => (numeric ? Number(key(a)) - Number(key(b)) : key(b).localeCompare(key(a))));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }
};
