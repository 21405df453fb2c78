// Quotes the cases of AmmBenchmark with @uniswap/v3-sdk; prints the best nanoseconds per quote and the sum of outputs.
const fs = require('fs');
const { Token, CurrencyAmount } = require('@uniswap/sdk-core');
const { Pool, TickListDataProvider } = require('@uniswap/v3-sdk');

const input = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const a = new Token(1, '0x0000000000000000000000000000000000000001', 18, 'A', 'A');
const b = new Token(1, '0x0000000000000000000000000000000000000002', 18, 'B', 'B');
const ticks = input.ticks.map((t) => ({ index: t.index, liquidityNet: t.net, liquidityGross: t.gross }));
const pool = new Pool(a, b, 3000, input.sqrtPrice, input.liquidity, input.tick, new TickListDataProvider(ticks, 60));
const amounts = input.amounts.map((x) => CurrencyAmount.fromRawAmount(a, x));

(async () => {
  let best = Infinity;
  let sum = 0n;
  for (let repeat = 0; repeat < 15; repeat++) {
    sum = 0n;
    const start = process.hrtime.bigint();
    for (const amount of amounts) {
      const [out] = await pool.getOutputAmount(amount);
      sum += BigInt(out.quotient.toString());
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / amounts.length);
  }
  console.log(best.toFixed(0) + ' ' + BigInt.asUintN(64, sum).toString());
})();
