// An article's text as elements: sentences, what was set aside greyed in its place, edits and quoted words marked.

// Offsets come as characters; a string here counts an emoji as two. Turned once, and kept.
const units = (text) => {
  if (!/[\ud800-\udfff]/.test(text)) return (at) => at;
  const at = [0];
  for (const letter of text) at.push(at.at(-1) + letter.length);
  return (place) => at[Math.min(place, at.length - 1)];
};
const read = new Map();
const textOf = (node) => {
  if (!read.has(node)) {
    if (isArticle(node)) {
      const { text, lang, sentences, marks } = texts.get(node);
      const unit = units(text);
      const turned = (spans) => spans.map(([from, to, ...rest]) => [unit(from), unit(to), ...rest]);
      read.set(node, { text, lang, unit, sentences: turned(sentences), marks: turned(marks) });
    } else {
      const lines = nodes[node].unseen;
      let at = 0;
      const sentences = lines.map((line) => [at, (at += line.length + 1) - 1, -1, -1]);
      read.set(node, { text: lines.join("\n"), lang: "", unit: (place) => place, sentences, marks: [] });
    }
  }
  return read.get(node);
};

// Words, or single letters where a script has no spaces, with their places.
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}\p{M}]+|[^\s]/gu;
const ALIKE = { "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-" };
const wordsOf = ({ text, sentences }, ns) => ns.flatMap((n) => {
  const [from, to] = sentences[n];
  return [...text.slice(from, to).matchAll(WORD)].map((found) => {
    const word = found[0].toLowerCase().normalize("NFKC");
    return { word: ALIKE[word] ?? word, from: from + found.index, to: from + found.index + found[0].length };
  });
});

// The words that only one side has, as places in each text: what a longest common sequence of words leaves over.
const MOST_CELLS = 4e6;
const differing = (left, right) => {
  const [n, m] = [left.length, right.length];
  if (n * m > MOST_CELLS) return [left, right].map((words) => words.map(({ from, to }) => [from, to]));
  const best = Array.from({ length: n + 1 }, () => new Uint16Array(m + 1));
  for (let i = n - 1; i >= 0; i -= 1) for (let j = m - 1; j >= 0; j -= 1) {
    best[i][j] = left[i].word === right[j].word ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const [lost, won] = [[], []];
  let [i, j] = [0, 0];
  while (i < n || j < m) {
    if (i < n && j < m && left[i].word === right[j].word) [i, j] = [i + 1, j + 1];
    else if (j >= m || (i < n && best[i + 1][j] >= best[i][j + 1])) lost.push([left[i].from, left[i++].to]);
    else won.push([right[j].from, right[j++].to]);
  }
  return [joinedRuns(lost, left), joinedRuns(won, right)];
};
// Neighbouring words as one run, the space between them included.
const joinedRuns = (runs, words) => {
  const next = new Map(words.map((word, at) => [word.to, words[at + 1]?.from]));
  const out = [];
  for (const [from, to] of runs) {
    if (out.length && next.get(out.at(-1)[1]) === from) out.at(-1)[1] = to;
    else out.push([from, to]);
  }
  return out;
};

// The edits of a pair with their places in the two texts; what is "only on the left" is so as the texts stand here.
const GRAVE = 4; // kinds from the front of the list that change what is said: negation, number, quotation, name
const SLIGHT = 9; // and those from here on change nothing but how it is written: spelling, style
const editsOf = (pair, left, right, turned) => pair.edits && pair.edits.map(([a, b, c, d, kind]) => {
  const spans = turned ? [[c, d], [a, b]] : [[a, b], [c, d]];
  const [one, two] = [left, right].map((text, at) => spans[at].map(text.unit));
  const words = data.edits[kind].replace(/left|right/, (side) => (turned ? { left: "right", right: "left" }[side] : side));
  const quoted = [left.text.slice(...one), right.text.slice(...two)].map((part) => part.replace(/\s+/g, " ").trim()).filter(Boolean);
  return { left: one, right: two, kind, says: `${words} (${quoted.map((part) => clipped(part, 60)).join(" → ")})`,
    look: kind < GRAVE ? "grave" : kind >= SLIGHT ? "slight" : null };
});

// Answers that hang together (5 and 6 of the left, merged in 4 of the right) as one group, with its edits.
const RANK = ["same", "edited", "rewritten", "split", "merged"];
const groupsOf = (matches, left, right, edits = null) => {
  const found = [];
  for (const [a, b, score, kind, moved] of matches) {
    const touching = found.filter((group) => group.left.has(a) || group.right.has(b));
    const whole = { left: new Set([a]), right: new Set([b]), kind, moved: Boolean(moved), score };
    for (const other of touching) {
      for (const n of other.left) whole.left.add(n);
      for (const n of other.right) whole.right.add(n);
      whole.kind = RANK[Math.max(RANK.indexOf(whole.kind), RANK.indexOf(other.kind))];
      whole.moved &&= other.moved;
      whole.score = Math.max(whole.score, other.score);
      found.splice(found.indexOf(other), 1);
    }
    found.push(whole);
  }
  return found.map((group) => {
    const sides = { left: [...group.left].sort((a, b) => a - b), right: [...group.right].sort((a, b) => a - b) };
    if (edits) {
      const within = ([from, to], text, ns) => to > from && ns.some((n) => text.sentences[n][0] <= from && from < text.sentences[n][1]);
      const mine = edits.filter((edit) => within(edit.left, left, sides.left) || within(edit.right, right, sides.right));
      const side = (name) => mine.map((edit) => [...edit[name], edit]).filter(([from, to]) => to > from);
      return { ...group, ...sides, lost: side("left"), won: side("right"), edits: mine };
    }
    const [lost, won] = group.kind === "same" ? [[], []] :
      differing(wordsOf(left, sides.left), wordsOf(right, sides.right));
    return { ...group, ...sides, lost, won, edits: [] };
  }).sort((a, b) => a.left[0] - b.left[0] || a.right[0] - b.right[0]);
};

// A run of text with some places edited (`tag`) and some quoted (mark).
const run = (text, from, to, edits, tag, quoted) => {
  const inside = (spans) => spans.map(([start, end, edit]) => [Math.max(from, start), Math.min(to, end), edit])
    .filter(([start, end]) => start < end);
  const [changes, words] = [inside(edits), inside(quoted)];
  const ends = (spans) => spans.flatMap(([start, end]) => [start, end]);
  const cuts = [...new Set([from, to, ...ends(changes), ...ends(words)])].sort((a, b) => a - b);
  const covered = (spans, start) => spans.find(([low, high]) => low <= start && start < high);
  return cuts.slice(1).map((end, at) => {
    const start = cuts[at];
    let part = document.createTextNode(shown(text.slice(start, end)));
    if (covered(words, start)) part = make("mark", {}, part);
    const change = covered(changes, start);
    return change ? make(tag, { title: change[2]?.says, class: change[2]?.look }, part) : part;
  });
};

// The whole text. `sentence(n)` says how sentence n looks: class, label before it, edits and their tag.
const written = (node, sentence, quoted = []) => {
  const { text, sentences, marks } = textOf(node);
  const spans = [
    ...sentences.map(([from, to], n) => ({ from, to, n })),
    ...marks.map(([from, to, label, reason]) => ({ from, to, label, reason })),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  const out = [];
  let at = 0;
  for (const span of spans) {
    if (span.from > at) out.push(...run(text, at, span.from, [], "i", quoted));
    const from = Math.max(at, span.from);
    if (span.to > from) {
      if ("label" in span) {
        out.push(make("span", { class: "aside", title: span.reason }, make("span", { class: "tag", lang: "en" }, span.label),
          run(text, from, span.to, [], "i", quoted)));
      } else {
        const { kind, label, edits = [], tag = "i" } = sentence(span.n);
        out.push(make("span", { class: `s ${kind}`, "data-n": span.n }, label ?? [],
          run(text, from, span.to, edits, tag, quoted)));
      }
    }
    at = Math.max(at, span.to);
  }
  out.push(...run(text, at, text.length, [], "i", quoted));
  return out;
};
