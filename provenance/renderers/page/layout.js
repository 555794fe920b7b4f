// Where the cards of a lineage stand: in layers, families beside each other; a line passes a layer between two cards.

const CARD = { wide: 214, high: 88, gap: 26, lane: 16, drop: 46, label: 19 };

// The rank of each node: below its parents, and with a clock never above an earlier node of its family.
const ranked = (members, edges) => {
  const above = new Map(members.map((node) => [node, []]));
  for (const edge of edges) above.get(edge.to).push(edge.from);
  const time = (node) => (nodes[node].exact === "minute" || nodes[node].exact === "second" ? nodes[node].at : -Infinity);
  const waiting = [...members].sort((a, b) => time(a) - time(b) || a - b || 0);
  const rank = new Map();
  let latest = 0;
  while (waiting.length) {
    const free = waiting.findIndex((node) => above.get(node).every((parent) => rank.has(parent)));
    const [node] = waiting.splice(Math.max(0, free), 1);
    let row = Math.max(0, ...above.get(node).map((parent) => (rank.get(parent) ?? -1) + 1));
    if (above.get(node).length && time(node) > -Infinity) {
      row = Math.max(row, latest);
      latest = row;
    }
    rank.set(node, row);
  }
  return rank;
};

// Layers of at most so many cards; what is too wide goes on in the next row.
const rowsOf = (members, rank, most) => {
  const layers = [];
  for (const node of members) (layers[rank.get(node)] ??= []).push(node);
  return layers.filter(Boolean).flatMap((layer) => {
    const rows = Math.ceil(layer.length / most);
    const size = Math.ceil(layer.length / rows);
    return Array.from({ length: rows }, (_, at) => layer.slice(at * size, (at + 1) * size));
  });
};

// The places nearest to the wanted ones that keep the order and the distances (pool adjacent violators).
const spread = (wanted, offsets) => {
  const pools = [];
  wanted.forEach((x, at) => {
    pools.push([x - offsets[at], 1]);
    while (pools.length > 1 && pools.at(-2)[0] > pools.at(-1)[0]) {
      const [mean, size] = pools.pop();
      const last = pools.at(-1);
      last[0] = (last[0] * last[1] + mean * size) / (last[1] + size);
      last[1] += size;
    }
  });
  const flat = pools.flatMap(([mean, size]) => Array(size).fill(mean));
  return flat.map((x, at) => x + offsets[at]);
};

// One family: its rows with the lanes of the lines that pass them, ordered by barycentres, then spread.
const arranged = (rows, lines) => {
  const items = rows.map((row, at) => row.map((node) => ({ node, row: at, x: 0, wide: CARD.wide, near: [] })));
  const item = new Map(items.flat().map((card) => [card.node, card]));
  const ways = lines.map((line) => {
    const ends = [item.get(line.from), item.get(line.to)].sort((a, b) => a.row - b.row);
    const way = [ends[0]];
    for (let at = ends[0].row + 1; at < ends[1].row; at += 1) {
      const lane = { row: at, x: 0, wide: CARD.lane, near: [] };
      items[at].push(lane);
      way.push(lane);
    }
    way.push(ends[1]);
    for (let at = 1; at < way.length; at += 1) {
      way[at].near.push(way[at - 1]);
      way[at - 1].near.push(way[at]);
    }
    return { line, way };
  });
  const mean = (one) => (one.near.length ? one.near.reduce((sum, other) => sum + other.x, 0) / one.near.length : one.x);
  const offsets = (row) => {
    let at = 0;
    return row.map((one, n) => {
      if (n) at += (row[n - 1].wide + one.wide) / 2 + CARD.gap;
      return at;
    });
  };
  const centred = (row) => {
    const places = offsets(row);
    row.forEach((one, at) => { one.x = places[at] - places.at(-1) / 2; });
  };
  items.forEach(centred);
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const row of sweep % 2 ? [...items].reverse() : items) {
      const wanted = new Map(row.map((one) => [one, mean(one)]));
      row.sort((a, b) => wanted.get(a) - wanted.get(b) || a.x - b.x);
      centred(row);
    }
  }
  for (let sweep = 0; sweep < 8; sweep += 1) {
    for (const row of sweep % 2 ? [...items].reverse() : items) {
      const places = spread(row.map(mean), offsets(row));
      row.forEach((one, at) => { one.x = places[at]; });
    }
  }
  return { items, ways };
};

// Where lines leave a card below and meet one above, side by side in the order in which they come.
const ports = (ways) => {
  for (const [end, next, room] of [[0, 1, 30], [-1, -2, 84]]) {
    const at = new Map();
    for (const one of ways) {
      const card = one.way.at(end);
      at.set(card, [...(at.get(card) ?? []), one]);
    }
    for (const [card, found] of at) {
      const step = Math.min(room, (CARD.wide - 24) / found.length);
      found.sort((a, b) => a.way.at(next).x - b.way.at(next).x);
      found.forEach((one, n) => {
        const x = card.x + (n - (found.length - 1) / 2) * step;
        if (end) Object.assign(one, { meets: x, level: found.length > 2 ? n % Math.ceil(found.length / 2) : 0 });
        else one.leaves = x;
      });
    }
  }
};

const family = (members, edges, kin) => {
  const most = Math.max(4, Math.ceil(Math.sqrt(members.length) * 1.4));
  const lines = [...edges, ...kin.map(([from, to]) => ({ from, to, kin: true }))];
  const rows = rowsOf(members, ranked(members, edges), most);
  const { items, ways } = arranged(rows, lines);
  ports(ways);
  const left = Math.min(...items.flat().map((one) => one.x - one.wide / 2));
  const right = Math.max(...items.flat().map((one) => one.x + one.wide / 2));
  const levels = rows.map(() => 0);
  for (const one of ways) if (!one.line.kin) {
    levels[one.way.at(-1).row] = Math.max(levels[one.way.at(-1).row], one.level + 1);
  }
  const tops = [];
  let y = 0;
  rows.forEach((_, at) => {
    if (at) y += CARD.drop + CARD.label * levels[at];
    tops.push(y);
    y += CARD.high;
  });
  const cards = items.flat().filter((one) => "node" in one)
    .map((one) => ({ node: one.node, x: one.x - CARD.wide / 2 - left, y: tops[one.row] }));
  return { cards, wide: right - left, high: y + 24, ways: ways.map((one) => drawnWay(one, tops, left)) };
};

// The path of a line, and where its arrow and its label stand.
const drawnWay = ({ line, way, leaves, meets, level }, tops, left) => {
  const [first, last] = [way[0], way.at(-1)];
  const from = [leaves - left, tops[first.row] + CARD.high];
  if (first.row === last.row) {
    const dip = from[1] + CARD.drop * 0.6;
    return { line, path: `M${from}C${[leaves - left, dip]} ${[meets - left, dip]} ${[meets - left, from[1]]}` };
  }
  const tip = [meets - left, tops[last.row]];
  const short = line.kin ? 0 : 9;
  let path = `M${from}`;
  let [x, y] = from;
  for (const lane of way.slice(1, -1)) {
    const [to, top] = [lane.x - left, tops[lane.row]];
    path += `C${[x, (y + top) / 2]} ${[to, (y + top) / 2]} ${[to, top]}L${[to, top + CARD.high]}`;
    [x, y] = [to, top + CARD.high];
  }
  const straight = tip[1] - short - CARD.label * (level + 0.4);
  path += `C${[x, (y + straight) / 2]} ${[tip[0], (y + straight) / 2]} ${[tip[0], straight]}L${[tip[0], tip[1] - short]}`;
  return { line, path, tip, label: [tip[0], tip[1] - 13 - CARD.label * level] };
};

// Families on shelves, the largest first, then the articles that are related to no other, in a grid.
const layout = (shown, aspect) => {
  const of = groups(shown.drawn, [...shown.edges.map((edge) => [edge.from, edge.to]), ...shown.kin]);
  const members = new Map();
  for (const node of shown.drawn) {
    const list = members.get(of.get(node)) ?? [];
    list.push(node);
    members.set(of.get(node), list);
  }
  const by = (lists, key) => {
    const found = new Map();
    for (const one of lists) found.set(of.get(key(one)), [...(found.get(of.get(key(one))) ?? []), one]);
    return found;
  };
  const [edges, kin] = [by(shown.edges, (edge) => edge.to), by(shown.kin, ([one]) => one)];
  const blocks = [...members].filter(([, list]) => list.length > 1)
    .map(([key, list]) => ({ key, size: list.length, ...family(list, edges.get(key) ?? [], kin.get(key) ?? []) }))
    .sort((a, b) => b.size - a.size || a.key - b.key);
  const alone = [...members].filter(([, list]) => list.length === 1).map(([key]) => key);
  // The width that lets the whole be drawn largest in a window of this shape, out of a few.
  const area = blocks.reduce((sum, block) => sum + (block.wide + 70) * (block.high + 60), 0) +
    alone.length * (CARD.wide + CARD.gap) * (CARD.high + CARD.gap);
  const least = Math.max(CARD.wide * 2, ...blocks.map((block) => block.wide));
  const zoom = (made) => Math.min(aspect / made.wide, 1 / made.high);
  return [0.9, 1, 1.15, 1.3, 1.5, 1.75, 2.1].map((by) => Math.max(least, by * Math.sqrt(area * aspect)))
    .map((width) => shelved(blocks, alone, width)).reduce((best, made) => (zoom(made) > zoom(best) ? made : best));
};

const SIGNED = 12; // families from which their names stand above them when all is seen from afar
const shelved = (blocks, alone, width) => {
  const sign = blocks.length > SIGNED ? 80 : 0;
  let [x, y, shelf] = [0, sign, 0];
  const made = [];
  for (const block of blocks) {
    if (x && x + block.wide > width) [x, y, shelf] = [0, y + shelf + 40 + sign, 0];
    made.push({ ...block, x, y });
    x += block.wide + 70;
    shelf = Math.max(shelf, block.high);
  }
  y += shelf;
  const title = alone.length && blocks.length ? y + 30 : null;
  if (title !== null) y = title + 34;
  const columns = Math.max(1, Math.floor((width + CARD.gap) / (CARD.wide + CARD.gap)));
  const cards = alone.map((node, at) => ({
    node, x: (at % columns) * (CARD.wide + CARD.gap), y: y + Math.floor(at / columns) * (CARD.high + CARD.gap),
  }));
  const high = cards.length ? cards.at(-1).y + CARD.high : y;
  const wide = Math.max(0, ...made.map((block) => block.x + block.wide), ...cards.map((card) => card.x + CARD.wide));
  return { blocks: made, cards, title, wide, high };
};
