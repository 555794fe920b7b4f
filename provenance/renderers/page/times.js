// The time line: when each article appeared, as exactly as that is known, and the arrows between them.

const DAY = 86400;
const STEPS = [60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 91 * DAY, 365 * DAY, 5 * 365 * DAY];
const clock = (at, step) => new Date(at * 1000).toLocaleString("en-GB", step < DAY ?
  { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" } :
  { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

const ROWS = 60;
// Of more articles one row a family, the largest first; all that are related to no other share the last.
const lanesOf = (known) => {
  const members = new Map();
  for (const node of known) {
    const key = families.get(familyOf.get(node)).length > 1 ? familyOf.get(node) : -1;
    members.set(key, [...(members.get(key) ?? []), node]);
  }
  const ranked = [...members].sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1].length - a[1].length || a[0] - b[0]);
  const shown_ = ranked.slice(0, ROWS - 1);
  const rest = ranked.slice(ROWS - 1);
  const lane = new Map(ranked.flatMap(([, list], at) => list.map((node) => [node, Math.min(at, ROWS - 1)])));
  const lanes = shown_.map(([key, list]) => (key < 0 ? `related to no other · ${list.length}` : `${clipped(nameOf(leadOf(key)), 21)} · ${list.length}`));
  if (rest.length) lanes.push(`${rest.length} further rows in one`);
  return { lane, lanes };
};
const drawnTimes = (now) => {
  const box = byId("times");
  const known = now.articles.filter((node) => nodes[node].at !== null).sort((a, b) => nodes[a].at - nodes[b].at || a - b);
  byId("times-none").textContent = now.articles.length === known.length ? "" :
    `${many(now.articles.length - known.length, "article")} shown above without a known time.`;
  if (!known.length) {
    box.replaceChildren(make("p", { class: "none" }, "No article shown has a known time."));
    return;
  }
  const single = known.length <= ROWS;
  const { lane, lanes } = single ? { lane: new Map(known.map((node, at) => [node, at])), lanes: known.map(nameOf) } : lanesOf(known);
  const first = nodes[known[0]].at;
  const last = Math.max(...known.map((node) => nodes[node].at + (nodes[node].exact === "day" ? DAY : 0)));
  const span = Math.max(last - first, 3600);
  const [left, high, top] = [190, 24, 30];
  const wide = Math.max(300, box.clientWidth - left - 30);
  const x = (at) => left + 10 + ((at - first) / span) * (wide - 20);
  const y = (node) => top + (lane.get(node) + 0.5) * high;
  const step = STEPS.find((one) => span / one <= wide / 110) ?? STEPS.at(-1);
  const size = [left + wide + 10, top + lanes.length * high + 8];
  const svg = draw("svg", { width: size[0], height: size[1], viewBox: `0 0 ${size[0]} ${size[1]}`, role: "group",
    "aria-label": "Time line: articles by time of publication" });
  for (let at = Math.ceil(first / step) * step; at <= last; at += step) {
    svg.append(draw("line", { class: "rule", x1: x(at), x2: x(at), y1: top - 6, y2: top + lanes.length * high }),
      draw("text", { class: "small", x: x(at), y: 16, "text-anchor": x(at) > left + wide - 50 ? "end" : "middle" }, clock(at, step)));
  }
  lanes.forEach((words, at) => svg.append(draw("text", { class: "small dark", x: left - 8, y: top + (at + 0.5) * high + 4,
    "text-anchor": "end" }, clipped(words, 29))));
  const there = new Set(known);
  for (const edge of now.edges) if (there.has(edge.from) && there.has(edge.to)) {
    const [x1, y1, x2, y2] = [x(nodes[edge.from].at), y(edge.from), x(nodes[edge.to].at), y(edge.to)];
    const bow = (x1 + x2) / 2;
    const way = single ? `C${[bow, y1]} ${[bow, y2]} ${[x2, y2]}` : `C${[x1, y1 - 14]} ${[x2, y2 - 14]} ${[x2, y2]}`;
    svg.append(draw("path", { class: `edge c-${edge.credit}`, "stroke-width": (1 + 2.5 * edge.share).toFixed(2),
      "stroke-dasharray": edge.main ? null : "7 4", d: `M${[x1, y1]}${way}` }));
  }
  const taken = new Set(now.edges.map((edge) => edge.to));
  const dots = known.map((node, at) => {
    const article = nodes[node];
    const words = `${nameOf(node)}, ${article.when}: ${article.headline}`;
    const look = `dot ${taken.has(node) ? `c-${article.credit}` : "origin"}`;
    const shape = article.exact === "day" ?
      draw("rect", { class: look, x: x(article.at), y: y(node) - 5, width: Math.max(8, x(article.at + DAY) - x(article.at)), height: 10, rx: 2 }) :
      draw("circle", { class: look, cx: x(article.at), cy: y(node), r: single ? 6 : 5 });
    return draw("g", { class: "way", role: "button", tabindex: at ? "-1" : "0", "aria-label": words,
      click: () => openArticle(node) }, draw("title", {}, words), shape);
  });
  svg.append(...dots);
  svg.addEventListener("keydown", (event) => {
    const at = dots.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: dots.length - 1 }[event.key];
    if (at >= 0 && dots[to]) {
      dots[at].setAttribute("tabindex", "-1");
      dots[to].setAttribute("tabindex", "0");
      dots[to].focus();
    } else if (at >= 0 && (event.key === "Enter" || event.key === " ")) openArticle(known[at]);
    else return;
    event.preventDefault();
  });
  box.replaceChildren(svg);
};
const startTimes = () => {
  if (byId("times")) inSight(byId("times"), drawnTimes, true);
};
