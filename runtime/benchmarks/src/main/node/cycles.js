'use strict';
// An index of cycles as a usual bot has it: pairs of tokens with their best pool a direction, the cycles of two to four hops through
// each, and rates as BigInt. Tokens are numbers; those below `starts` are where a cycle may begin. A pool is {a, b, r: [reserve of a,
// reserve of b]} and gets its `pair`.
const ONE = 10n ** 18n;

module.exports = function index(pools, starts) {
  const pairs = new Map();
  const out = [];
  for (const pool of pools) {
    const [low, high] = pool.a < pool.b ? [pool.a, pool.b] : [pool.b, pool.a];
    const key = low * 1e6 + high;
    if (!pairs.has(key)) {
      const edge = 2 * pairs.size;
      pairs.set(key, { edge, low, high, pools: [] });
      (out[low] ||= []).push({ edge, to: high });
      (out[high] ||= []).push({ edge: edge + 1, to: low });
    }
    pool.pair = pairs.get(key);
    pool.pair.pools.push(pool);
  }
  const from = [];
  const to = [];
  for (const { edge, low, high } of pairs.values()) {
    from[edge] = to[edge + 1] = low;
    to[edge] = from[edge + 1] = high;
  }
  const best = new Array(from.length).fill(0n);
  const bestPool = new Array(from.length).fill(null);

  function refresh(pair) {
    for (const edge of [pair.edge, pair.edge + 1]) {
      let highest = 0n;
      for (const pool of pair.pools) {
        const [x, y] = pool.a === from[edge] ? pool.r : [pool.r[1], pool.r[0]];
        const rate = x === 0n ? 0n : (y * 997n * ONE) / (x * 1000n);
        if (rate > highest) {
          highest = rate;
          bestPool[edge] = pool;
        }
      }
      best[edge] = highest;
    }
  }
  for (const pair of pairs.values()) refresh(pair);

  const isStart = (token) => token < starts;
  const cycles = from.map((u, edge) => {
    const v = to[edge];
    const back = new Map(out[u].map((e) => [e.to, e.edge ^ 1]));
    const list = [];
    for (const second of out[v]) {
      const x = second.to;
      if (x === u) continue;
      if (back.has(x) && (isStart(u) || isStart(v) || isStart(x))) list.push([second.edge, back.get(x)]);
      for (const third of out[x]) {
        const y = third.to;
        if (y !== u && y !== v && back.has(y) && (isStart(u) || isStart(v) || isStart(x) || isStart(y))) {
          list.push([second.edge, third.edge, back.get(y)]);
        }
      }
    }
    return list;
  });

  // The cycles through a pair whose pool changed that are profitable before gas, in the directions that became better.
  function changed(pair) {
    const before = [best[pair.edge], best[pair.edge + 1]];
    refresh(pair);
    const found = [];
    for (let side = 0; side < 2; side++) {
      const edge = pair.edge + side;
      if (best[edge] <= before[side]) continue;
      const two = (best[edge] * best[edge ^ 1]) / ONE;
      if (two > ONE && bestPool[edge] !== bestPool[edge ^ 1] && (isStart(from[edge]) || isStart(to[edge]))) {
        found.push({ product: two, cycle: [edge, edge ^ 1] });
      }
      for (const cycle of cycles[edge]) {
        let product = best[edge];
        for (const e of cycle) product = (product * best[e]) / ONE;
        if (product > ONE) found.push({ product, cycle: [edge, ...cycle] });
      }
    }
    return found;
  }

  return { from, bestPool, refresh, changed };
};
