// Filters, search, theme, links; then everything is drawn once.

const seconds = (value, after) => (value ? Date.parse(`${value}T00:00:00Z`) / 1000 + (after ? 86399 : 0) : null);

const startFilters = () => {
  const form = byId("filters");
  if (!form) return;
  if (!matchMedia("(min-width: 72rem)").matches) form.querySelector("details").open = false;
  const outlets = new Map();
  for (const node of nodes.slice(0, data.articles)) outlets.set(node.outlet, (outlets.get(node.outlet) ?? 0) + 1);
  byId("outlets").append(...[...outlets].sort((a, b) => a[0].localeCompare(b[0])).map(([outlet, count]) => make("li", {},
    make("label", {}, make("input", { type: "checkbox", name: "outlet", value: outlet }), " ",
      make("bdi", {}, outlet), count > 1 ? ` ${count}` : ""))));
  const large = [...families].filter(([, members]) => members.length > 1).sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  form.elements.family.append(...large.map(([family_, members]) => make("option", { value: family_ },
    `${clipped(nameOf(leadOf(family_)), 40)} (${members.length})`)));
  const days = nodes.slice(0, data.articles).map((node) => node.at).filter((at) => at !== null);
  const day = (at) => new Date(at * 1000).toISOString().slice(0, 10);
  byId("when").hidden = !days.length;
  if (days.length) for (const name of ["from", "to"]) {
    const [low, high] = days.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Infinity, -Infinity]);
    Object.assign(form.elements[name], { min: day(low), max: day(high) });
  }
  const apply = () => {
    Object.assign(chosen, {
      outlets: new Set(all("[name=outlet]:checked", form).map((box) => box.value)),
      credit: form.elements.credit.value, p: Number(form.elements.p.value) / 100, share: Number(form.elements.share.value) / 100,
      from: seconds(form.elements.from.value, false), to: seconds(form.elements.to.value, true),
      family: Number(form.elements.family.value), related: form.elements.related.checked,
    });
    byId("p-said").textContent = chosen.p ? probability(chosen.p) : "any";
    byId("share-said").textContent = chosen.share ? percent(chosen.share) : "any";
    changed();
    say(byId("shown").textContent);
  };
  let waiting = 0;
  form.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(apply);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => requestAnimationFrame(apply));
  watchers.push(counted);
};

// The four numbers again, for what is shown; those of the whole run come back as they were printed.
const printed = new Map(all("[data-number]").map((element) => [element, element.textContent]));
const counted = (now) => {
  const apiece = now.articles.filter((node) => !(nodes[node].version >= 0));
  const of = { articles: apiece.length, origins: now.origins.length, half: now.half.length, bare: now.bare.length };
  for (const [element, words] of printed) element.textContent = now.whole ? words : of[element.dataset.number];
  byId("selection").hidden = now.whole;
  byId("shown").textContent = `${now.articles.length} of ${many(data.articles, "article")}, ${many(now.edges.length, "arrow")}, ` +
    `${many(now.origins.length, "origin")}`;
};

// Search: the entries of this page, and every article by its name; its text too, once that is loaded.
const startFind = () => {
  const field = byId("find");
  const items = all("[data-find]").map((element) => [element, element.textContent.toLowerCase()]);
  const heads = nodes.map((node) => `${node.name} ${node.outlet ?? ""} ${node.headline ?? ""} ${node.author ?? ""}`.toLowerCase());
  const search = () => {
    const wanted = field.value.trim().toLowerCase();
    let here = 0;
    for (const [element, text] of items) {
      element.hidden = wanted !== "" && !text.includes(wanted);
      if (!element.hidden) here += 1;
    }
    const found = wanted ? nodes.flatMap((_, node) => {
      const said = heads[node].includes(wanted);
      const text = said ? null : texts.get(node)?.text;
      const at = text ? text.toLowerCase().indexOf(wanted) : -1;
      return said || at >= 0 ? [[node, at >= 0 ? text.slice(Math.max(0, at - 30), at + wanted.length + 40).replace(/\s+/g, " ") : ""]] : [];
    }) : [];
    byId("found").replaceChildren(...found.slice(0, 20).map(([node, words]) => make("li", {}, opener(node, () => openArticle(node)),
      make("span", { class: "under", dir: "auto" }, words ? `…${words}…` : nodes[node].headline ?? ""))));
    byId("count").textContent = wanted ? `${many(found.length, "article")}${found.length > 20 ? ", the first 20" : ""}; ` +
      `${here} of ${items.length} entries of this page` : "";
  };
  let wait = 0;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      search();
      if (field.value.trim().length < 3) return;
      for (let number = 0; number < Math.max(1, data.parts.length); number += 1) await part(number).catch(() => undefined);
      search();
    }, 120);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select, textarea") && !desk.dialog.open) {
      event.preventDefault();
      field.focus();
    }
  });
  return () => {
    field.value = "";
    search();
  };
};

// A link into something folded away opens it on the way; one to an article that is not told here opens its text.
const anchors = new Map(nodes.map((node, at) => [node.anchor, at]));
const startLinks = (clear) => {
  const reveal = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const at = name ? byId(name) : null;
    if (!at) {
      if (anchors.has(name)) openArticle(anchors.get(name));
      return;
    }
    if (at.closest("[hidden]")) clear();
    for (const inner of all(":scope > details", at)) inner.open = true;
    for (let up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    at.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  const folds = all("main details");
  const fold = byId("fold");
  fold.addEventListener("click", () => {
    const open = folds.some((details) => !details.open);
    for (const details of folds) details.open = open;
    fold.textContent = open ? "Close all" : "Open all";
  });
  // Of few articles all is printed; of many what the reader has opened, lest it be hundreds of pages.
  addEventListener("beforeprint", () => { if (!("many" in root.dataset)) for (const details of folds) details.open = true; });
  for (const link of all("[data-pair]")) link.addEventListener("click", (event) => {
    event.preventDefault();
    openPair(...link.dataset.pair.split(" ").map(Number));
  });
  reveal();
};

const startTheme = () => {
  const button = byId("theme");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const told_ = () => { button.textContent = dark() ? "Light colours" : "Dark colours"; };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    told_();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", told_);
  told_();
};

root.dataset.live = "";
for (const element of all("[data-needs-script]")) element.hidden = false;
startTheme();
startViewer();
startLineage();
startTimes();
startHeat();
startAudit();
startSure();
startFilters();
startSorting();
startLinks(startFind());
if (data.articles) changed();
