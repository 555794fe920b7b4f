// Who contains whom: articles against articles, or the sentences of one article against the others.

const heat = { of: nodes.map(() => new Map()), at: [0, 0], level: "articles", order: "lineage", rows: [], columns: [], cells: [] };
for (const [a, b, ofA, ofB] of data.heat) {
  heat.of[a].set(b, ofA);
  heat.of[b].set(a, ofB);
}
const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

// Articles that overlap stand together: from the one with most overlap outwards, always the nearest next.
const clustered = (members) => {
  const here = new Set(members);
  const shared = (a, b) => Math.max(heat.of[a].get(b) ?? 0, heat.of[b].get(a) ?? 0);
  const total = new Map(members.map((node) => [node, [...heat.of[node]].reduce((sum, [other, share]) => sum + (here.has(other) ? share : 0), 0)]));
  const left = new Set([...members].sort((a, b) => total.get(b) - total.get(a) || a - b));
  const out = [];
  const pull = new Map();
  while (left.size) {
    const near = [...pull].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    const node = near ? near[0] : left.values().next().value;
    left.delete(node);
    pull.delete(node);
    out.push(node);
    for (const other of heat.of[node].keys()) if (left.has(other)) pull.set(other, Math.max(pull.get(other) ?? 0, shared(node, other)));
  }
  return out;
};
const ORDERS = {
  lineage: (members) => members,
  cluster: clustered,
  outlet: (members) => [...members].sort((a, b) => nodes[a].outlet.localeCompare(nodes[b].outlet) || a - b),
  time: (members) => [...members].sort((a, b) => (nodes[a].at ?? Infinity) - (nodes[b].at ?? Infinity) || a - b),
};

const articleLevel = (now) => {
  const order = ORDERS[heat.order](now.articles);
  const place = new Map(order.map((node, at) => [node, at]));
  heat.rows = order.map((node) => ({ node, words: nameOf(node) }));
  heat.columns = heat.rows;
  heat.cells = order.flatMap((node, row) => [...heat.of[node]].filter(([other]) => place.has(other))
    .map(([other, share]) => [row, place.get(other), share]));
  heat.told = (row, column) => {
    if (row === column) return `${heat.rows[row].words} itself`;
    const share = heat.of[heat.rows[row].node].get(heat.rows[column].node) ?? 0;
    return `${share}\u00a0% of ${heat.rows[row].words} stands in ${heat.rows[column].words}`;
  };
};
const KIND_SHARE = { same: 100, edited: 75, split: 60, merged: 60, rewritten: 40 };
const sentenceLevel = async (now) => {
  const node = Number(byId("heat-article").value);
  const others = [...heat.of[node].keys()].filter((other) => now.articles.includes(other)).sort((a, b) => a - b);
  await needed(node, ...others);
  const { text, sentences } = textOf(node);
  heat.rows = sentences.map(([from, to], n) => ({ node, n, words: `${n + 1}  ${clipped(text.slice(from, to).replace(/\s+/g, " "), 60)}` }));
  heat.columns = others.map((other) => ({ node: other, words: nameOf(other) }));
  const kinds = new Map();
  others.forEach((other, column) => {
    const pair = pairs.get(keyOf(node, other));
    for (const [a, b, score, kind] of pair?.matches ?? []) {
      if (score >= 0.5) kinds.set(`${pair.a === node ? a : b} ${column}`, kind);
    }
  });
  heat.cells = [...kinds].map(([key, kind]) => [...key.split(" ").map(Number), KIND_SHARE[kind]]);
  heat.told = (row, column) => `Sentence ${row + 1} in ${heat.columns[column].words}: ${data.kinds[kinds.get(`${row} ${column}`)] ?? "not there"}`;
};

const drawnHeat = () => {
  const box = byId("heat");
  const [rows, columns] = [heat.rows.length, heat.columns.length];
  if (!rows || !columns) {
    box.replaceChildren(make("p", { class: "none" }, "Nothing is shown: the filters let no article through, or it shares no sentence."));
    return;
  }
  const sentences = heat.level === "sentences";
  const named = columns <= 60;
  const longest = Math.max(...heat.rows.map(({ words }) => Math.min(words.length, 33)));
  const margin = Math.min(box.clientWidth * 0.45, 16 + longest * (sentences ? 6.2 : 6.8));
  const room = Math.max(240, box.clientWidth - (named || sentences ? margin : 0) - 8);
  const wide = Math.min(sentences ? 56 : 46, Math.max(named ? 13 : 1.6, room / columns));
  const high = sentences ? 20 : Math.min(wide, named ? 34 : wide);
  const left = named || sentences ? margin : 0;
  const top = named ? 130 : 4;
  const svg = draw("svg", { width: Math.ceil(left + wide * columns + (named ? 90 : 4)), height: Math.ceil(top + high * rows + 4),
    tabindex: "0", role: "application", "aria-label": "Overlap, cell by cell: move with the arrow keys, open with Enter", id: "heat-grid" });
  const cell = (row, column) => ({ x: left + column * wide, y: top + row * high, width: wide, height: high });
  svg.append(draw("rect", { class: "ground", x: left, y: top, width: wide * columns, height: high * rows }));
  if (!sentences) for (let at = 0; at < rows; at += 1) svg.append(draw("rect", { class: "self-cell", ...cell(at, at) }));
  for (const [row, column, share] of heat.cells) {
    const step = Math.max(1, Math.round(share / 5));
    svg.append(draw("rect", { class: `heat-cell h${step}`, ...cell(row, column) }));
    if (columns <= 20 && wide >= 24 && !sentences) {
      svg.append(draw("text", { class: `figure${step > 10 ? " on" : ""}`, x: left + (column + 0.5) * wide,
        y: top + (row + 0.5) * high + 4.5, "text-anchor": "middle" }, share >= 100 ? "1" : `.${String(share).padStart(2, "0")}`));
    }
  }
  const small = high < 15 ? " tiny" : "";
  if (left) heat.rows.forEach(({ words }, row) => svg.append(draw("text", { class: `small dark${small}`, x: left - 8,
    y: top + (row + 0.5) * high + 4, "text-anchor": "end" }, clipped(words, sentences ? 33 : 32))));
  if (named) heat.columns.forEach(({ words }, column) => svg.append(draw("text", { class: `small dark${wide < 15 ? " tiny" : ""}`,
    transform: `translate(${left + (column + 0.5) * wide + 4} ${top - 7}) rotate(-46)` }, clipped(words, 22))));
  svg.append(draw("rect", { id: "heat-at", class: "cursor", ...cell(0, 0), visibility: "hidden" }));
  const spot = (event) => {
    const area = svg.getBoundingClientRect();
    return [Math.floor((event.clientY - area.y - top) / high), Math.floor((event.clientX - area.x - left) / wide)];
  };
  const inside = ([row, column]) => row >= 0 && column >= 0 && row < rows && column < columns;
  const go = (at, aloud) => {
    heat.at = at;
    for (const [name, value] of Object.entries({ ...cell(...at), visibility: "visible" })) byId("heat-at").setAttribute(name, value);
    byId("heat-said").textContent = heat.told(...at);
    if (aloud) say(heat.told(...at));
  };
  const open = ([row, column]) => {
    const [one, two] = [heat.rows[row].node, heat.columns[column].node];
    if (one === two) openArticle(one);
    else openPair(one, two);
  };
  svg.addEventListener("pointermove", (event) => { if (inside(spot(event))) go(spot(event), false); });
  svg.addEventListener("click", (event) => { if (inside(spot(event))) open(spot(event)); });
  svg.addEventListener("focus", () => { if (svg.matches(":focus-visible")) go(inside(heat.at) ? heat.at : [0, 0], true); });
  svg.addEventListener("keydown", (event) => {
    const side = SIDES[event.key];
    if (side) {
      const to = [heat.at[0] + (side.y ?? 0), heat.at[1] + (side.x ?? 0)];
      if (inside(to)) go(to, true);
    } else if (event.key === "Enter") open(heat.at);
    else return;
    event.preventDefault();
  });
  heat.at = [0, 0];
  box.replaceChildren(svg);
};

const heated = async (now) => {
  const sentences = heat.level === "sentences";
  byId("heat-key").textContent = sentences ? "From dark to light: the same words; edited; one in several or several in one; rewritten." : "";
  byId("heat-key").hidden = !sentences;
  byId("heat").closest("section").querySelector(".key").hidden = sentences;
  byId("heat-article").closest("label").hidden = !sentences;
  byId("heat-order").closest("label").hidden = sentences;
  if (sentences) {
    try { await sentenceLevel(now); } catch { failed(); return; }
  } else articleLevel(now);
  drawnHeat();
};
const startHeat = () => {
  if (!byId("heat")) return;
  const sharing = nodes.flatMap((_, node) => (isArticle(node) && heat.of[node].size ? [node] : []));
  byId("heat-article").append(...sharing.map((node) => make("option", { value: node }, nameOf(node))));
  byId("heat-level").addEventListener("change", (event) => {
    heat.level = event.target.value;
    heated(view);
  });
  byId("heat-article").addEventListener("change", () => heated(view));
  byId("heat-order").addEventListener("change", (event) => {
    heat.order = event.target.value;
    heated(view);
  });
  byId("heat-level").querySelector("[value=sentences]").disabled = !sharing.length;
  inSight(byId("heat"), heated);
};
