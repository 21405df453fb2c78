'use strict';
// The way from a node's message to a decision as a usual bot goes it: JSON.parse, BigInt, an index of cycles per pair of tokens.
// Prints microseconds per message as JSON, and those of a quote by @uniswap/v3-sdk on the pool that changed.
const fs = require('fs');
const { Token, CurrencyAmount } = require('@uniswap/sdk-core');
const { Pool, TickListDataProvider } = require('@uniswap/v3-sdk');
const cycles = require('./cycles.js');

const Q96 = 1n << 96n;
const SWAP = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67';
const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const messages = fs.readFileSync(process.argv[3], 'utf8').trim().split('\n');

function setV3(pool, sqrtPrice, liquidity, tick) {
  pool.sqrtPrice = sqrtPrice;
  pool.liquidity = liquidity;
  pool.tick = tick;
  pool.r = [(liquidity * Q96) / sqrtPrice, (liquidity * sqrtPrice) / Q96];
}

const byAddress = new Map();
for (const pool of input.pools) {
  if (pool.v3) setV3(pool, BigInt(pool.first), BigInt(pool.second), pool.tick);
  else pool.r = [BigInt(pool.first), BigInt(pool.second)];
  byAddress.set(pool.address, pool);
}
const index = cycles(input.pools, input.starts);

const signed = (word) => BigInt.asIntN(256, BigInt('0x' + word));

function parse(text) {
  const log = JSON.parse(text).params.result;
  const pool = byAddress.get(log.address);
  const word = (i) => log.data.slice(2 + 64 * i, 66 + 64 * i);
  if (log.topics[0] === SWAP) {
    setV3(pool, BigInt('0x' + word(2)), BigInt('0x' + word(3)), Number(signed(word(4))));
  } else {
    pool.r = [BigInt('0x' + word(0)), BigInt('0x' + word(1))];
  }
  return pool;
}

const a = new Token(1, '0x0000000000000000000000000000000000000001', 18, 'A', 'A');
const b = new Token(1, '0x0000000000000000000000000000000000000002', 18, 'B', 'B');
const times = { parse: [], decision: [], quote: [] };
const quantiles = (list) => {
  list.sort((x, y) => x - y);
  const at = (p) => Math.round(list[Math.min(list.length - 1, Math.floor(p * list.length))] * 1000) / 1000;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
};

(async () => {
  for (let i = 0; i < messages.length; i++) {
    const start = process.hrtime.bigint();
    const pool = parse(messages[i]);
    const parsed = process.hrtime.bigint();
    index.changed(pool.pair);
    const end = process.hrtime.bigint();
    if (i < 1000) continue;
    times.parse.push(Number(parsed - start) / 1e3);
    times.decision.push(Number(end - start) / 1e3);
    if (pool.v3 && times.quote.length < 1000) {
      const ticks = pool.ticks.map((t) => ({ index: t.index, liquidityNet: t.net, liquidityGross: t.gross }));
      const amount = CurrencyAmount.fromRawAmount(a, (pool.r[0] / 1000n).toString());
      const begin = process.hrtime.bigint();
      const provider = new TickListDataProvider(ticks, 60);
      const quoted = new Pool(a, b, 3000, pool.sqrtPrice.toString(), pool.liquidity.toString(), pool.tick, provider);
      await quoted.getOutputAmount(amount);
      times.quote.push(Number(process.hrtime.bigint() - begin) / 1e3);
    }
  }
  console.log(
    JSON.stringify({
      events: times.decision.length,
      parse: quantiles(times.parse),
      decision: quantiles(times.decision),
      quote: quantiles(times.quote),
    }),
  );
})();
