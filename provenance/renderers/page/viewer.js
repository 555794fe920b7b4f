// Two texts side by side with the evidence that joins them; or one text with where it came from.

const desk = { dialog: byId("viewer"), groups: [], at: -1, left: -1, right: -1, pair: null, quoted: [[], []] };
const sheets = { left: byId("sheet-left"), right: byId("sheet-right") };

const factor = (nats) => {
  const times = Math.exp(Math.abs(nats));
  const written_ = times >= 9.5 ? String(Math.round(times)) : times.toFixed(1).replace(/\.0$/, "");
  return nats > 0 ? `${written_} times likelier` : `${written_} times less likely`;
};
// One reason as a sentence: how much likelier its words are under each story than between strangers.
const plainly = ([signal, ab, ba, common], a, b) => {
  const claim = data.signals[signal] ?? signal.replaceAll("_", " ");
  if (ab === ba && ba === common) {
    return ab ? `${claim} This is ${factor(ab)} if the two are related than if they are strangers; ` +
      "it does not say who was first." : claim;
  }
  const stories = [[ab, `${nameOf(b)} took from ${nameOf(a)}`], [ba, `${nameOf(a)} took from ${nameOf(b)}`],
    [common, "both took from a third text"]].filter(([nats]) => nats).sort((x, y) => y[0] - x[0]);
  const [first, ...rest] = stories.map(([nats, story]) => `${factor(nats)} if ${story}`);
  return `${claim} This is ${[first, ...rest].join(", ")}, than between strangers.`;
};

const reasonsOf = (pair) => {
  const heavy = pair.ledger.filter((row) => row[1] || row[2] || row[3]);
  const item = (row) => {
    const unit = { left: textOf(desk.left).unit, right: textOf(desk.right).unit };
    const sides = desk.left === pair.a ? [[row[5], row[6]], [row[7], row[8]]] : [[row[7], row[8]], [row[5], row[6]]];
    const spans = sides.map(([from, to], at) => {
      const turn = at ? unit.right : unit.left;
      return from === null || to === null || from === to ? [] : [[turn(from), turn(to)]];
    });
    const button = make("button", { type: "button", class: "reason", "aria-pressed": "false",
      click: () => quote(button, spans) },
    make("b", {}, row[0].replaceAll("_", " ")), make("q", { dir: "auto" }, row[4]),
    make("span", {}, plainly(row, pair.a, pair.b)));
    return make("li", {}, button);
  };
  const light = pair.ledger.length - heavy.length;
  return [
    make("h3", {}, heavy.length ? `${many(heavy.length, "reason")}, the strongest first` : "No reason weighs"),
    make("p", { class: "note" }, heavy.length ? "Choose one to see its words in both texts." : ""),
    make("ol", { class: "reasons" }, heavy.map(item)),
    light ? make("p", { class: "note" }, `${many(light, "further reason")} add nothing: the cap of their sign is reached.`) : [],
  ].flat();
};
const quote = (button, spans) => {
  const off = button.getAttribute("aria-pressed") === "true";
  for (const other of all(".reason", desk.dialog)) other.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", String(!off));
  desk.quoted = off ? [[], []] : spans;
  drawnSheets();
  for (const [side, sheet] of Object.entries(sheets)) {
    const mark = sheet.querySelector("mark");
    if (mark && !off) scrolled(side, mark);
  }
  drawnRibbons();
};

// The four stories with their probabilities, as bars that also say their numbers.
const stories = (pair) => {
  const told = [`${nameOf(pair.b)} took from ${nameOf(pair.a)}`, `${nameOf(pair.a)} took from ${nameOf(pair.b)}`,
    "both took from a third text", "they are not related"];
  const rows = told.map((words, at) => [pair.p[at], words]).sort((x, y) => y[0] - x[0]);
  return make("table", { class: "stories" }, make("caption", {}, "How sure is this?"), make("tbody", {}, rows.map(([p, words]) =>
    make("tr", {}, make("th", { scope: "row", dir: "auto" }, words), make("td", { class: "n" }, probability(p)),
      make("td", {}, draw("svg", { width: 72, height: 10, "aria-hidden": "true" },
        draw("rect", { class: "bar-ground", width: 72, height: 10 }),
        draw("rect", { class: "bar", width: (72 * p).toFixed(1), height: 10 })))))));
};

// What an original that is not in the folder gave: its lines are those that its takers' sentences answer.
const fromUnseen = (one, two) => {
  const [lost, taker] = isArticle(one) ? [two, one] : [one, two];
  const edge = parentsOf[taker].find((found) => found.from === lost);
  const matches = textOf(taker).sentences.flatMap(([, , origin, line], n) => {
    if (origin !== lost || line < 0 || line >= nodes[lost].unseen.length) return [];
    const same = [wordsOf(textOf(lost), [line]), wordsOf(textOf(taker), [n])].map((words) => words.map((w) => w.word).join(" "));
    return [[line, n, 1, same[0] === same[1] ? "same" : "edited", 0, 0]];
  });
  const says = edge ? `${nameOf(taker)} took ${edge.taken} of ${many(edge.of, "sentence")} from ${nameOf(lost)} ` +
    `(${edge.sure}; ${data.credits[edge.credit]}). That text is not in the folder: it is rebuilt from what its takers share.` : "";
  return { a: lost, b: taker, says, p: [], matches, ledger: [], edge };
};

const choice = (node, words, click) => make("li", {}, make("button", { type: "button", class: "link", click }, bdi(node)), words);
const aboutPair = (pair) => {
  const edge = data.edges.find((found) => keyOf(found.from, found.to) === keyOf(pair.a, pair.b));
  const out = [make("p", { class: "says", dir: "auto" }, pair.says || "The two share no run of words: there is nothing to compare.")];
  if (edge && edge.second) out.push(make("p", { class: "note" }, `Next best: ${edge.second}, ${probability(edge.second_p)}.`));
  if (pair.p.length) out.push(stories(pair));
  if (!isArticle(pair.a)) {
    out.push(make("h3", {}, "Who else took from it"), make("ul", { class: "plain" }, childrenOf[pair.a]
      .filter((found) => found.to !== pair.b)
      .map((found) => choice(found.to, `: ${percent(found.share)}`, () => openPair(pair.b, found.to)))));
  }
  return [...out, ...(pair.ledger.length ? reasonsOf(pair) : [])];
};

const drawnSheets = () => {
  const groupOf = (side) => new Map(desk.groups.flatMap((group, at) => group[side].map((n) => [n, [group, at]])));
  for (const [side, other, tag] of [["left", "right", "del"], ["right", "left", "ins"]]) {
    const of = groupOf(side);
    const sheet = sheets[side];
    const top = sheet.scrollTop;
    const sentence = (n) => {
      const [group, at] = of.get(n) ?? [null, -1];
      if (!group) return { kind: "alone" };
      const label = group.moved && group[side][0] === n ? make("span", { class: "tag moved-tag", lang: "en" },
        `moved: no. ${group[other].map((m) => m + 1).join(", ")} on the ${other}`) : [];
      return { kind: `${group.kind}${group.moved ? " moved" : ""}${group.score < 0.5 ? " faint" : ""}${at === desk.at ? " now" : ""}`,
        label, edits: side === "left" ? group.lost : group.won, tag };
    };
    const body = make("div", { class: `text${isArticle(desk[side]) ? "" : " lost"}`, dir: "auto", lang: textOf(desk[side]).lang || null },
      written(desk[side], sentence, desk.quoted[side === "left" ? 0 : 1]));
    sheet.replaceChildren(make("h3", { dir: "auto" }, nodes[desk[side]].outlet ?? nameOf(desk[side])),
      make("p", { class: "note", dir: "auto" }, nodes[desk[side]].headline ?? "rebuilt from its takers, not seen"), body);
    sheet.scrollTop = top;
  }
};

// Ribbons from each sentence to its answer; those that moved are curves of their own colour and dashes.
const middle = (sheet, ns) => {
  const boxes = ns.map((n) => sheet.querySelector(`[data-n="${n}"]`)?.getBoundingClientRect()).filter(Boolean);
  return boxes.length ? [Math.min(...boxes.map((box) => box.top)), Math.max(...boxes.map((box) => box.bottom))] : null;
};
const drawnRibbons = () => {
  const svg = byId("ribbons");
  const box = svg.getBoundingClientRect();
  const w = box.width;
  if (!w) return;
  svg.replaceChildren(...desk.groups.map((group, at) => {
    const [one, two] = [middle(sheets.left, group.left), middle(sheets.right, group.right)];
    if (!one || !two || (one[1] < box.top && two[1] < box.top) || (one[0] > box.bottom && two[0] > box.bottom)) return null;
    const [a, b, c, d] = [...one, ...two].map((y) => (y - box.top).toFixed(1));
    const path = `M0 ${a}C${w / 2} ${a} ${w / 2} ${c} ${w} ${c}L${w} ${d}C${w / 2} ${d} ${w / 2} ${b} 0 ${b}Z`;
    return draw("path", { d: path, class: `ribbon ${group.kind}${group.moved ? " moved" : ""}${at === desk.at ? " now" : ""}` });
  }).filter(Boolean));
};

// Scrolling one text scrolls the other to what answers it: between answers that kept their order, in proportion.
let echo = null;
const heights = (sheet, ns) => {
  const at = middle(sheet, ns);
  return (at[0] + at[1]) / 2 - sheet.getBoundingClientRect().top + sheet.scrollTop;
};
const follow = (side) => {
  const [mine, other] = side === "left" ? [sheets.left, sheets.right] : [sheets.right, sheets.left];
  if (echo === mine) {
    echo = null;
    return;
  }
  if (!byId("linked").checked || !desk.groups.length) return;
  const from = mine.clientHeight / 3;
  const knots = [[0, 0], ...desk.groups.filter((group) => !group.moved)
    .map((group) => [heights(sheets.left, group.left), heights(sheets.right, group.right)]),
  [sheets.left.scrollHeight, sheets.right.scrollHeight]].map((knot) => (side === "left" ? knot : [knot[1], knot[0]]))
    .sort((x, y) => x[0] - y[0]);
  const y = mine.scrollTop + from;
  const next = Math.max(1, knots.findIndex(([at]) => at >= y));
  const [low, high] = [knots[next - 1], knots[next]];
  const part = high[0] > low[0] ? (y - low[0]) / (high[0] - low[0]) : 0;
  const target = Math.round(Math.max(0, low[1] + part * (high[1] - low[1]) - from));
  const before = other.scrollTop;
  other.scrollTop = target;
  if (other.scrollTop !== before) echo = other;
};
const scrolled = (side, element) => {
  const sheet = sheets[side];
  const was = sheet.scrollTop;
  const box = element.getBoundingClientRect();
  sheet.scrollTop += box.top - sheet.getBoundingClientRect().top - sheet.clientHeight / 3;
  if (sheet.scrollTop !== was) echo = sheet;
};

// The kinds of an answer's edits in words, the gravest first; mere wording is left to the text.
const kindsSaid = (edits) => {
  const told_ = [...edits].sort((a, b) => a.kind - b.kind);
  const telling = told_.filter((edit) => edit.kind < SLIGHT);
  const said = [...new Set((telling.length ? telling : told_).map((edit) => (telling.length ? edit.says : data.edits[edit.kind])))];
  return said.length ? `: ${said.slice(0, 3).join("; ")}${said.length > 3 ? `; ${said.length - 3} more` : ""}` : "";
};
const stepped = (by) => {
  if (!desk.groups.length) return;
  desk.at = (desk.at + by + desk.groups.length) % desk.groups.length;
  const group = desk.groups[desk.at];
  drawnSheets();
  for (const side of ["left", "right"]) {
    const sentence = sheets[side].querySelector(`[data-n="${group[side][0]}"]`);
    if (sentence) scrolled(side, sentence);
  }
  drawnRibbons();
  const numbers = (ns) => ns.map((n) => n + 1).join(", ");
  byId("step").textContent = `${desk.at + 1} of ${desk.groups.length}: no. ${numbers(group.left)} left, ` +
    `${numbers(group.right)} right, ${data.kinds[group.kind]}${group.moved ? ", moved" : ""}` +
    `${group.score < 0.5 ? ", perhaps by chance" : ""}${kindsSaid(group.edits)}`;
};

const opened = (title, ...about) => {
  byId("viewer-title").replaceChildren(...title);
  byId("about").replaceChildren(...about.flat());
  byId("about").scrollTop = 0;
  byId("step").textContent = "";
  if (!desk.dialog.open) desk.dialog.showModal();
  for (const sheet of Object.values(sheets)) sheet.scrollTop = 0;
};
const failed = () => say(`The details are in the folder ${data.parts[0]?.split("/")[0]}, which is not beside this page.`);

const openPair = async (one, two) => {
  try { await needed(one, two); } catch { failed(); return; }
  const known = isArticle(one) && isArticle(two) ? pairs.get(keyOf(one, two)) : fromUnseen(one, two);
  const pair = known ?? { a: one, b: two, says: "", p: [], matches: [], ledger: [] };
  const turned = parentsOf[pair.a].some((edge) => edge.from === pair.b);
  const matches = turned ? pair.matches.map(([a, b, ...rest]) => [b, a, ...rest]) : pair.matches;
  Object.assign(desk, { pair, at: -1, quoted: [[], []], left: turned ? pair.b : pair.a, right: turned ? pair.a : pair.b });
  const [left, right] = [textOf(desk.left), textOf(desk.right)];
  desk.groups = groupsOf(matches, left, right, editsOf(pair, left, right, turned));
  desk.dialog.classList.remove("single");
  drawnSheets();
  opened([bdi(desk.left), " and ", bdi(desk.right)], aboutPair(pair));
  drawnRibbons();
};

const openArticle = async (node) => {
  try { await needed(node); } catch { failed(); return; }
  const article = nodes[node];
  const { text, lang, sentences } = textOf(node);
  const origins = [...new Set(sentences.map(([, , origin]) => origin))].filter((origin) => origin >= 0);
  const sentence = (n) => {
    const at = origins.indexOf(sentences[n][2]);
    return at < 0 ? { kind: "own" } : { kind: `took o${at % 4}`, label: make("sup", { class: "tag", lang: "en" }, String(at + 1)) };
  };
  Object.assign(desk, { groups: [], pair: null, at: -1 });
  const taken = origins.map((origin, at) => choice(origin,
    ` gave ${many(sentences.filter((row) => row[2] === origin).length, "sentence")} (mark ${at + 1})`, () => openPair(origin, node)));
  const given = childrenOf[node].map((edge) => choice(edge.to, `: ${percent(edge.share)} of its text`, () => openPair(node, edge.to)));
  desk.dialog.classList.add("single");
  sheets.left.replaceChildren(make("h3", { dir: "auto" }, article.headline ?? article.name),
    make("p", { class: "note" }, isArticle(node) ? `${article.outlet} · ${article.when}` : "not in the folder, not seen"),
    make("div", { class: `text${isArticle(node) ? "" : " lost"}`, dir: "auto", lang: lang || null }, text ? written(node, sentence) : "No text."));
  opened([bdi(node)],
    article.finding ? make("p", { class: "says", dir: "auto" }, `It ${article.finding}.`) : [],
    article.quote ? make("p", { class: "note", dir: "auto" }, `Credit: “${article.quote}”`) : [],
    taken.length ? [make("h3", {}, "It took from"), make("ul", { class: "plain" }, taken)] : [],
    given.length ? [make("h3", {}, "Taken by"), make("ul", { class: "plain" }, given)] : [],
    isArticle(node) ? make("p", { class: "note", dir: "auto" }, `${article.own} of ${many(article.sentences, "sentence")} its own. File ${article.path}`) : []);
};

const startViewer = () => {
  byId("viewer-close").addEventListener("click", () => desk.dialog.close());
  byId("next").addEventListener("click", () => stepped(1));
  byId("previous").addEventListener("click", () => stepped(-1));
  for (const side of ["left", "right"]) {
    sheets[side].addEventListener("scroll", () => {
      if (!desk.pair) return;
      follow(side);
      requestAnimationFrame(drawnRibbons);
    });
    sheets[side].addEventListener("click", (event) => {
      const n = Number(event.target.closest?.(".s")?.dataset.n ?? -1);
      const at = desk.groups.findIndex((group) => group[side].includes(n));
      if (at >= 0) {
        desk.at = at - 1;
        stepped(1);
      }
    });
  }
  desk.dialog.addEventListener("keydown", (event) => {
    if (event.key === "n") stepped(1);
    if (event.key === "p") stepped(-1);
  });
  addEventListener("resize", () => { if (desk.dialog.open) drawnRibbons(); });
};
