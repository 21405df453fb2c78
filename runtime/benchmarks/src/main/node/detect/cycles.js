'use strict';
// The detector's job as a usual bot does it: an index of cycles per pool edge; on an event rates as BigInt screen the
// cycles, and the best eight are sized by ternary search with the pools' own integer arithmetic. Pools with ticks count
// as constant-product pools with the virtual reserves at their price, which spares this peer the walk over ticks.
const fs = require('fs');

const ONE = 10n ** 18n;
const STARTS = 4;
const SIZED = 8;
const STEPS = 40;
const GAS = 400000000000000n;
const pools = fs
  .readFileSync(process.argv[2], 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const [a, b, r0, r1] = line.split(' ');
    return { a: Number(a), b: Number(b), r: [BigInt(r0), BigInt(r1)] };
  });

// Pairs with their best pool per direction.
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
  from[edge] = low;
  to[edge] = high;
  from[edge + 1] = high;
  to[edge + 1] = low;
}
const best = new Array(from.length).fill(0n);
const bestPool = new Array(from.length).fill(null);

function rate(pool, edge) {
  const zeroForOne = pool.a === from[edge];
  const [x, y] = zeroForOne ? pool.r : [pool.r[1], pool.r[0]];
  return (y * 997n * ONE) / (x * 1000n);
}

function refresh(pair) {
  for (const edge of [pair.edge, pair.edge + 1]) {
    let highest = 0n;
    for (const pool of pair.pools) {
      const r = rate(pool, edge);
      if (r > highest) {
        highest = r;
        bestPool[edge] = pool;
      }
    }
    best[edge] = highest;
  }
}
for (const pair of pairs.values()) refresh(pair);

const cycles = from.map((u, edge) => {
  const v = to[edge];
  const back = new Map(out[u].map((e) => [e.to, e.edge ^ 1]));
  const list = [];
  for (const second of out[v]) {
    const x = second.to;
    if (x === u) continue;
    if (back.has(x) && (u < STARTS || v < STARTS || x < STARTS)) list.push([second.edge, back.get(x)]);
    for (const third of out[x]) {
      const y = third.to;
      if (y !== u && y !== v && back.has(y) && (u < STARTS || v < STARTS || x < STARTS || y < STARTS)) {
        list.push([second.edge, third.edge, back.get(y)]);
      }
    }
  }
  return list;
});

function output(pool, edge, x) {
  const zeroForOne = pool.a === from[edge];
  const [r, out] = zeroForOne ? pool.r : [pool.r[1], pool.r[0]];
  const paid = x * 997n;
  return (paid * out) / (r * 1000n + paid);
}

// The best input of a cycle of edges that begins with a start token, and what it earns.
function size(cycle) {
  let first = cycle.findIndex((e) => from[e] < STARTS);
  const route = cycle.slice(first).concat(cycle.slice(0, first));
  const profit = (x) => {
    let amount = x;
    for (const e of route) amount = output(bestPool[e], e, amount);
    return amount - x;
  };
  const entry = bestPool[route[0]];
  let low = 1n;
  let high = entry.a === from[route[0]] ? entry.r[0] : entry.r[1];
  for (let i = 0; i < STEPS; i++) {
    const third = (high - low) / 3n;
    if (profit(low + third) < profit(high - third)) low += third;
    else high -= third;
  }
  return { input: (low + high) / 2n, profit: profit((low + high) / 2n) };
}

function event(pool, factor) {
  const bent = BigInt(Math.round(1e9 * Math.sqrt(factor)));
  pool.r = [(pool.r[0] * 1000000000n) / bent, (pool.r[1] * bent) / 1000000000n];
  const before = [best[pool.pair.edge], best[pool.pair.edge + 1]];
  refresh(pool.pair);
  let candidates = [];
  for (let side = 0; side < 2; side++) {
    const edge = pool.pair.edge + side;
    if (best[edge] <= before[side]) continue;
    const two = (best[edge] * best[edge ^ 1]) / ONE;
    if (two > ONE && bestPool[edge] !== bestPool[edge ^ 1] && (from[edge] < STARTS || to[edge] < STARTS)) {
      candidates.push({ product: two, cycle: [edge, edge ^ 1] });
    }
    for (const cycle of cycles[edge]) {
      let product = best[edge];
      for (const e of cycle) product = (product * best[e]) / ONE;
      if (product > ONE) candidates.push({ product, cycle: [edge, ...cycle] });
    }
  }
  candidates.sort((x, y) => (x.product > y.product ? -1 : x.product < y.product ? 1 : 0));
  let most = null;
  for (const { cycle } of candidates.slice(0, SIZED)) {
    const sized = size(cycle);
    if (sized.profit > GAS && (most === null || sized.profit > most.profit)) most = sized;
  }
  return most;
}

let seed = 12345;
const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;

function run(count, factor, counts) {
  const times = [];
  let events = 0;
  while (times.length < count) {
    const pool = pools[Math.floor(random() * pools.length)];
    const kept = pool.r;
    const start = process.hrtime.bigint();
    const found = event(pool, factor());
    const end = process.hrtime.bigint();
    if (counts(found) && ++events > count / 10) times.push(Number(end - start) / 1e3);
    pool.r = kept;
    refresh(pool.pair);
  }
  times.sort((a, b) => a - b);
  const at = (p) => Math.round(times[Math.floor(p * times.length)] * 1000) / 1000;
  return { p50: at(0.5), p99: at(0.99) };
}

const arbitrage = run(
  500,
  () => (random() < 0.5 ? 1.02 : 1 / 1.02),
  (found) => found !== null,
);
const quiet = run(
  5000,
  () => 1 + 4e-4 * (random() - 0.5),
  () => true,
);
console.log(JSON.stringify({ eventUs: arbitrage, quietUs: quiet }));
