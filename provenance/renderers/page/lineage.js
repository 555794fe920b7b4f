// The lineage as a drawing to walk in: pan, zoom, arrow keys from card to card, two cards or a line to the texts.

const graph = { box: byId("graph"), stage: byId("stage"), x: 0, y: 0, zoom: 1, made: null, cards: new Map(), picked: [] };

const placed = () => {
  graph.stage.style.transform = `translate(${graph.x}px, ${graph.y}px) scale(${graph.zoom})`;
  graph.box.classList.toggle("far", graph.zoom < 0.5);
  graph.box.classList.toggle("farther", graph.zoom < 0.2);
};
const zoomed = (factor, at = [graph.box.clientWidth / 2, graph.box.clientHeight / 2]) => {
  const zoom = Math.min(2.5, Math.max(0.02, graph.zoom * factor));
  graph.x = at[0] - ((at[0] - graph.x) * zoom) / graph.zoom;
  graph.y = at[1] - ((at[1] - graph.y) * zoom) / graph.zoom;
  graph.zoom = zoom;
  placed();
};
const fitted = () => {
  if (graph.box.hidden) return;
  const { wide, high } = graph.made;
  const full = graph.box.closest(".full");
  const room = [graph.box.clientWidth - 32, full ? graph.box.clientHeight - 32 : innerHeight * 0.72];
  graph.zoom = Math.min(1, room[0] / Math.max(1, wide), room[1] / Math.max(1, high));
  if (!full) graph.box.style.height = `${Math.max(220, high * graph.zoom + 32)}px`;
  graph.x = (graph.box.clientWidth - wide * graph.zoom) / 2;
  graph.y = full ? (graph.box.clientHeight - high * graph.zoom) / 2 : 16;
  placed();
};

const cardOf = (node) => {
  const article = nodes[node];
  const lost = "unseen" in article;
  const taken = parentsOf[node].length ? `c-${article.credit}` : "origin";
  const words = lost ? `${article.name}, not in the folder` : `${article.outlet}: ${article.headline}. ${article.when}`;
  return make("button", {
    type: "button", class: `node ${lost ? "lost" : taken}`, tabindex: "-1", "aria-label": words, "aria-pressed": "false",
    click: () => picked(node), focus: () => rove(node),
  },
  make("b", { dir: "auto" }, lost ? article.name.replace(" (not seen)", "") : article.outlet),
  make("span", { class: "head", dir: "auto" }, lost ? "not in the folder, not seen" : article.headline),
  make("small", {}, lost ? "" : article.when));
};

const wayOf = ({ line, path, tip, label }) => {
  if (line.kin) {
    const words = `${nameOf(line.from)} and ${nameOf(line.to)} are related; who took from whom cannot be told`;
    return draw("g", { class: "way", role: "button", tabindex: "-1", "aria-label": words,
      click: () => openPair(line.from, line.to) },
    draw("title", {}, words), draw("path", { class: "hit", d: path }),
    draw("path", { class: "edge kin", d: path, "stroke-width": 1.5, "stroke-dasharray": "1.5 5" }));
  }
  const half = 4.5 + line.share * 3;
  const said = `${percent(line.share)} · ${probability(line.p)}`;
  const words = `${nameOf(line.to)} took ${percent(line.share)} of its sentences from ${nameOf(line.from)}, ` +
    `${line.sure}, ${data.credits[line.credit]}: show the evidence`;
  return draw("g", { class: "way", role: "button", tabindex: "-1", "aria-label": words,
    click: () => openPair(line.from, line.to), focus: () => rove(line) },
  draw("title", {}, words), draw("path", { class: "hit", d: path }),
  draw("path", { class: `edge c-${line.credit}`, d: path, "stroke-width": (1.4 + 5 * line.share).toFixed(2),
    "stroke-dasharray": line.main ? null : "7 4" }),
  draw("path", { class: `head c-${line.credit}`,
    d: `M${tip}L${[tip[0] - half, tip[1] - 12]}L${[tip[0] + half, tip[1] - 12]}Z` }),
  draw("text", { x: label[0], y: label[1], "text-anchor": "middle" }, said));
};

// What cannot be read as a whole is shown as its families, one box each; a box opens its own.
const LEGIBLE = 0.33; // zoom under which the names on cards are smaller than nine pixels
const given = (edge) => (edge.credit === "full" || edge.credit === "none" ? edge.credit : "other");
const familyBox = (now, block, longest) => {
  const members = block.cards.map((one) => one.node);
  const inside = new Set(members);
  const takers = new Map(now.edges.filter((edge) => inside.has(edge.to) && (edge.main || !parentsOf[edge.to].some((one) => one.main)))
    .map((edge) => [edge.to, given(edge)]));
  const count = (kind) => [...takers.values()].filter((one) => one === kind).length;
  const lead = leadOf(familyOf.get(members[0]));
  const credits = [["full", "in full"], ["other", "by a generic, photo or other credit"], ["none", "not"]].map(([kind, words]) => [kind, count(kind), words]);
  let x = 0;
  const bar = credits.map(([kind, size]) => draw("rect", { class: `c-${kind}`, x: (x += size) - size, y: 0, width: size, height: 1 }));
  const said = credits.filter(([, size]) => size).map(([, size, words]) => `${size} credited ${words}`).join(", ");
  const inFolder = members.filter(isArticle).length;
  return make("button", { type: "button", class: `fam${isArticle(lead) ? "" : " lost"}`, title: said,
    "aria-label": `Family of ${nameOf(lead)}: ${many(inFolder, "article")}, ${many(takers.size, "taker")}, ${said}. Show it.`,
    click: () => openFamily(familyOf.get(members[0])) },
  make("b", { dir: "auto" }, isArticle(lead) ? nodes[lead].outlet : nameOf(lead).replace(" (not seen)", "")),
  make("span", { class: "under", dir: "auto" }, isArticle(lead) ? nodes[lead].headline : "not in the folder, not seen"),
  draw("svg", { viewBox: `0 0 ${longest} 1`, height: 9, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bar),
  make("span", { class: "under" }, `${many(inFolder, "article")}, ${takers.size} took`));
};
const openFamily = (family_) => {
  const form = byId("filters");
  form.elements.family.value = String(family_);
  form.dispatchEvent(new Event("input", { bubbles: true }));
};
const folded = (now) => {
  const { blocks, wide, high, cards } = graph.made;
  const room = Math.min(graph.box.parentElement.clientWidth / Math.max(1, wide), (innerHeight * 0.72) / Math.max(1, high));
  const crowded = room < LEGIBLE && blocks.length > 1;
  byId("apiece").hidden = !crowded;
  byId("back").hidden = chosen.family < 0 || data.articles <= MANY;
  const fold = crowded && byId("apiece").getAttribute("aria-pressed") === "false";
  if (fold) {
    const longest = Math.max(...blocks.map((block) => block.size));
    byId("families").replaceChildren(...blocks.map((block) => familyBox(now, block, longest)),
      ...(cards.length ? [make("p", { class: "note" }, `${many(cards.length, "article")} shown ${cards.length === 1 ? "is" : "are"} related to no other: see “Taken and credited”.`)] : []));
  }
  byId("families").hidden = !fold;
  graph.box.hidden = fold;
  for (const id of ["zoom-in", "zoom-out", "zoom-fit", "graph-note"]) byId(id).hidden = fold;
  byId("families-note").hidden = !fold;
};

const set = (element, x, y) => Object.assign(element.style, { left: `${x}px`, top: `${y}px` });
const drawnGraph = (now) => {
  graph.made = layout(now, graph.box.parentElement.clientWidth / (innerHeight * 0.72));
  folded(now);
  graph.cards.clear();
  const lines = draw("svg", { width: Math.ceil(graph.made.wide), height: Math.ceil(graph.made.high), role: "group",
    "aria-label": "Arrows from origin to taker" });
  const held = [lines];
  const put = (card, x, y) => {
    const element = cardOf(card.node);
    set(element, card.x + x, card.y + y);
    graph.cards.set(card.node, { element, x: card.x + x, y: card.y + y });
    held.push(element);
  };
  for (const block of graph.made.blocks) {
    const main = [...block.cards].sort((a, b) => childrenOf[b.node].length - childrenOf[a.node].length)[0];
    const sign = make("div", { class: "family-name", "aria-hidden": "true" }, `${nameOf(main.node)} · ${block.size}`);
    set(sign, block.x, block.y);
    Object.assign(sign.style, { width: `${block.wide}px`, fontSize: `${Math.min(60, Math.max(34, block.wide / 12))}px` });
    held.push(sign);
    lines.append(draw("g", { transform: `translate(${block.x} ${block.y})` }, ...block.ways.map(wayOf)));
    for (const card of block.cards) put(card, block.x, block.y);
  }
  if (graph.made.title !== null) {
    const title = make("p", { class: "apart" }, "Related to no other article");
    set(title, 0, graph.made.title);
    held.push(title);
  }
  for (const card of graph.made.cards) put(card, 0, 0);
  graph.stage.replaceChildren(...held);
  byId("nothing").hidden = now.drawn.length > 0;
  const first = graph.cards.values().next().value;
  if (first) first.element.tabIndex = 0;
  fitted();
  marked();
};

// One stop of the Tab key for the whole drawing; inside it the arrow keys go from card to card.
const rove = (to) => {
  for (const stop of all('[tabindex="0"]', graph.stage)) stop.tabIndex = -1;
  if (typeof to === "number") graph.cards.get(to).element.tabIndex = 0;
};
const near = (node, side) => {
  const here = graph.cards.get(node);
  const away = (other) => {
    const [dx, dy] = [other.x - here.x, other.y - here.y];
    const [along, across] = side.x ? [dx * side.x, Math.abs(dy)] : [dy * side.y, Math.abs(dx)];
    return along > 4 ? along + across * 3 : Infinity;
  };
  const kin = new Set(side.y ? (side.y < 0 ? parentsOf[node].map((edge) => edge.from) :
    childrenOf[node].map((edge) => edge.to)).filter((other) => graph.cards.has(other)) : []);
  const among = kin.size ? [...kin].map((other) => [other, graph.cards.get(other)]) : [...graph.cards];
  const best = among.filter(([other]) => other !== node).map(([other, card]) => [away(card), other])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
  return best && best[0] < Infinity ? best[1] : node;
};
const SIDES = { ArrowUp: { y: -1 }, ArrowDown: { y: 1 }, ArrowLeft: { x: -1 }, ArrowRight: { x: 1 } };
const into = (node) => {
  const { element, x, y } = graph.cards.get(node);
  const [left, top] = [graph.x + x * graph.zoom, graph.y + y * graph.zoom];
  if (left < 0 || left + CARD.wide * graph.zoom > graph.box.clientWidth) {
    graph.x = graph.box.clientWidth / 2 - (x + CARD.wide / 2) * graph.zoom;
  }
  if (top < 0 || top + CARD.high * graph.zoom > graph.box.clientHeight) {
    graph.y = graph.box.clientHeight / 2 - (y + CARD.high / 2) * graph.zoom;
  }
  placed();
  element.focus({ preventScroll: true });
};
const keyed = (event) => {
  const side = SIDES[event.key];
  const node = [...graph.cards].find(([, card]) => card.element === document.activeElement)?.[0];
  if (side && (event.shiftKey || node === undefined)) {
    graph.x -= (side.x ?? 0) * 80;
    graph.y -= (side.y ?? 0) * 80;
    placed();
  } else if (side) into(near(node, side));
  else if (event.key === "+" || event.key === "=") zoomed(1.25);
  else if (event.key === "-") zoomed(0.8);
  else if (event.key === "0") fitted();
  else if (event.key === "e" && node !== undefined && parentsOf[node].length) {
    openPair(parentsOf[node].find((edge) => edge.main)?.from ?? parentsOf[node][0].from, node);
  } else return;
  event.preventDefault();
};

// A card chosen, then another: the two texts. What the first is joined to is marked meanwhile.
const reach = (node, ways, end) => {
  const found = new Set([node]);
  for (const at of found) for (const edge of ways[at]) found.add(edge[end]);
  return found;
};
const marked = () => {
  const [one] = graph.picked;
  const lit = one === undefined ? new Set() : new Set([...reach(one, parentsOf, "from"), ...reach(one, childrenOf, "to")]);
  for (const [node, { element }] of graph.cards) {
    element.setAttribute("aria-pressed", String(graph.picked.includes(node)));
    element.classList.toggle("lit", lit.has(node));
  }
  byId("picked").hidden = one === undefined;
  if (one !== undefined) byId("picked-name").replaceChildren(bdi(one));
};
const picked = (node) => {
  const at = graph.picked.indexOf(node);
  if (at >= 0) graph.picked.splice(at, 1);
  else graph.picked.push(node);
  if (graph.picked.length === 2) {
    const [one, two] = graph.picked;
    graph.picked = [];
    marked();
    openPair(one, two);
    return;
  }
  marked();
  say(graph.picked.length ? `${nameOf(node)} is chosen. Choose another article to compare the two.` : "Nothing is chosen.");
};

const dragging = () => {
  const held = new Map();
  let moved = 0;
  const gap = () => {
    const [one, two] = [...held.values()];
    return two ? Math.hypot(one[0] - two[0], one[1] - two[1]) : 0;
  };
  graph.box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!held.size) moved = 0;
    held.set(event.pointerId, [event.clientX, event.clientY]);
  });
  addEventListener("pointermove", (event) => {
    const last = held.get(event.pointerId);
    if (!last) return;
    const before = gap();
    held.set(event.pointerId, [event.clientX, event.clientY]);
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved < 5) return;
    graph.box.classList.add("moving");
    if (before) {
      const box = graph.box.getBoundingClientRect();
      zoomed(gap() / before, [event.clientX - box.x, event.clientY - box.y]);
    } else {
      graph.x += dx;
      graph.y += dy;
      placed();
    }
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => {
    held.delete(event.pointerId);
    graph.box.classList.remove("moving");
  });
  graph.box.addEventListener("click", (event) => { if (moved >= 5) event.stopPropagation(); }, { capture: true });
  graph.box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !graph.box.closest(".full")) return;
    event.preventDefault();
    const box = graph.box.getBoundingClientRect();
    zoomed(Math.exp(-event.deltaY * 0.0022), [event.clientX - box.x, event.clientY - box.y]);
  }, { passive: false });
};

const startLineage = () => {
  if (!graph.box) return;
  dragging();
  graph.box.addEventListener("keydown", keyed);
  graph.stage.addEventListener("keydown", (event) => {
    if (event.target.matches(".way") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent("click"));
    }
  });
  byId("back").addEventListener("click", () => openFamily(-1));
  byId("apiece").addEventListener("click", () => {
    byId("apiece").setAttribute("aria-pressed", String(byId("apiece").getAttribute("aria-pressed") === "false"));
    folded(view);
    fitted();
  });
  byId("zoom-in").addEventListener("click", () => zoomed(1.25));
  byId("zoom-out").addEventListener("click", () => zoomed(0.8));
  byId("zoom-fit").addEventListener("click", fitted);
  byId("zoom-full").addEventListener("click", () => {
    const on = graph.box.parentElement.classList.toggle("full");
    byId("zoom-full").setAttribute("aria-pressed", String(on));
    fitted();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && graph.box.closest(".full")) byId("zoom-full").click();
  });
  byId("picked-open").addEventListener("click", () => openArticle(graph.picked[0]));
  byId("picked-none").addEventListener("click", () => picked(graph.picked[0]));
  let wide = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (graph.made && contentRect.width !== wide && !graph.box.closest(".full")) fitted();
    wide = contentRect.width;
  }).observe(graph.box.parentElement);
  watchers.push((now) => {
    graph.picked = graph.picked.filter((node) => now.drawn.includes(node));
    drawnGraph(now);
  });
};
