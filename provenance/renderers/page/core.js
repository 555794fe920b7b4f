// What every part of the page leans on: elements, the data, and what is shown of it just now.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (what, within = document) => [...within.querySelectorAll(what)];

// Text only ever enters the page as text: a string becomes a text node, never markup.
const fill = (element, attributes, inside) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...inside.flat().map((part) => (typeof part === "string" ? shown(part) : part)));
  return element;
};
const make = (tag, attributes = {}, ...inside) => fill(document.createElement(tag), attributes, inside);
const draw = (tag, attributes = {}, ...inside) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, inside);

// Control characters as their pictures, so that a reader sees that something is there.
const shown = (text) => text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
  (at) => String.fromCharCode(0x2400 + at.charCodeAt(0))).replace(/[\u007f-\u009f\ufffe\uffff]/g, "\ufffd");

const data = JSON.parse(byId("overview").textContent);
const { nodes } = data;
const isArticle = (node) => node < data.articles;
const nameOf = (node) => nodes[node].name;
const bdi = (node) => make("bdi", {}, nameOf(node));
const percent = (share) =>
  `${share > 0 && share < 0.01 ? 1 : share < 1 && share >= 0.995 ? 99 : Math.round(share * 100)}\u00a0%`;
const probability = (p) => (p < 0.01 ? "<.01" : `.${String(Math.min(99, Math.floor(p * 100 + 1e-6))).padStart(2, "0")}`);
const many = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

const parentsOf = nodes.map(() => []);
const childrenOf = nodes.map(() => []);
for (const edge of data.edges) {
  parentsOf[edge.to].push(edge);
  childrenOf[edge.from].push(edge);
}

// The number of the group that each of these nodes is joined to by the pairs, the smallest node of it.
const groups = (members, pairs) => {
  const up = new Map(members.map((node) => [node, node]));
  const top = (node) => {
    while (up.get(node) !== node) {
      up.set(node, up.get(up.get(node)));
      node = up.get(node);
    }
    return node;
  };
  for (const [one, two] of pairs) {
    const [low, high] = [top(one), top(two)].sort((x, y) => x - y);
    up.set(high, low);
  }
  return new Map(members.map((node) => [node, top(node)]));
};
const links = [...data.edges.map((edge) => [edge.from, edge.to]), ...data.kin];
const familyOf = groups(nodes.map((_, node) => node), links);
const families = new Map();
for (const [node, family] of familyOf) families.set(family, [...(families.get(family) ?? []), node]);

// The origin from which most of a family descends; and the takers in it by the credit that they give.
const leadOf = (family_) => [...families.get(family_)].sort((a, b) => childrenOf[b].length - childrenOf[a].length || a - b)[0];

// The filters, and what passes them. Everything that shows a part of the trace watches this and draws again.
const chosen = { outlets: new Set(), credit: "", p: 0, share: 0, from: null, to: null, family: -1, related: false };
const watchers = [];
let view = null;

const passes = (node) => {
  const article = nodes[node];
  if (chosen.family >= 0 && familyOf.get(node) !== chosen.family) return false;
  if (chosen.outlets.size && !chosen.outlets.has(article.outlet)) return false;
  if (chosen.credit && (article.credit !== chosen.credit || !parentsOf[node].length)) return false;
  if (article.at === null) return chosen.from === null && chosen.to === null;
  return (chosen.from === null || article.at >= chosen.from) && (chosen.to === null || article.at <= chosen.to);
};

const look = () => {
  let articles = [];
  for (let node = 0; node < data.articles; node += 1) if (passes(node)) articles.push(node);
  const seen = new Set(articles);
  const edges = data.edges.filter((edge) => seen.has(edge.to) && (seen.has(edge.from) || !isArticle(edge.from)) &&
    edge.p >= chosen.p && edge.share >= chosen.share);
  const kin = data.kin.filter(([one, two]) => seen.has(one) && seen.has(two));
  const joined = new Set([...edges.flatMap((edge) => [edge.from, edge.to]), ...kin.flatMap(([a, b]) => [a, b])]);
  if (chosen.related) articles = articles.filter((node) => joined.has(node));
  const drawn = [...articles, ...[...joined].filter((node) => !isArticle(node)).sort((a, b) => a - b)];
  const taken = new Set(edges.map((edge) => edge.to));
  const origins = drawn.filter((node) => !taken.has(node) && !(nodes[node].version >= 0));
  const half = articles.filter((node) => nodes[node].share > 0.5 && taken.has(node));
  const bare = half.filter((node) => nodes[node].credit !== "full");
  const whole = articles.length === data.articles && edges.length === data.edges.length;
  return { articles, drawn, edges, kin, joined, origins, half, bare, whole };
};

const changed = () => {
  view = look();
  for (const watcher of watchers) watcher(view);
};

// A drawing of many articles waits until it is nearly in sight, or, if it is one for paper too, until the page is printed;
// what changed meanwhile is drawn once, then.
const MANY = 60;
const inSight = (box, drawing, onPaper = false) => {
  let [near, late] = [data.articles <= MANY, false];
  if (!near) new IntersectionObserver(([{ isIntersecting }]) => {
    near = isIntersecting;
    if (near && late) drawing(view);
    if (near) late = false;
  }, { rootMargin: "500px" }).observe(box);
  watchers.push((now) => {
    if (near) drawing(now);
    else late = true;
  });
  if (onPaper) addEventListener("beforeprint", () => {
    if (late) drawing(view);
    late = false;
  });
};

// The details of articles and pairs: in the page, or in scripts beside it that call `provenance`.
const texts = new Map();
const pairs = new Map();
const keyOf = (one, two) => (one < two ? `${one} ${two}` : `${two} ${one}`);
const take = (part) => {
  for (const text of part.texts) texts.set(text.at, text);
  for (const pair of part.pairs) pairs.set(keyOf(pair.a, pair.b), pair);
};
const asked = new Map();
const part = (number) => {
  if (!asked.has(number)) {
    asked.set(number, new Promise((done, failed) => {
      if (!data.parts.length) {
        take(JSON.parse(byId("details").textContent));
        done();
        return;
      }
      const script = make("script", { src: data.parts[number], load: done, error: () => failed(new Error("missing")) });
      script.nonce = data.nonce;
      document.head.append(script);
    }));
  }
  return asked.get(number);
};
globalThis.provenance = take;
const needed = (...wanted) => Promise.all([...new Set(wanted.filter(isArticle).map((node) => nodes[node].part))].map(part));

// Says a thing to those who listen to the page.
const say = (words) => {
  byId("said").textContent = "";
  requestAnimationFrame(() => { byId("said").textContent = words; });
};
