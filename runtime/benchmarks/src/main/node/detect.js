'use strict';
// The detector's job as a usual bot does it: an index of cycles per pool edge; on an event rates as BigInt screen the
// cycles, and the best eight are sized by ternary search with the pools' own integer arithmetic. Pools with ticks count
// as constant-product pools with the virtual reserves at their price, which spares this peer the walk over ticks.
const fs = require('fs');
const cycles = require('./cycles.js');

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

const { from, bestPool, refresh, changed } = cycles(pools, STARTS);

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
  const candidates = changed(pool.pair);
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
