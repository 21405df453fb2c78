/**
 * Finds arbitrage cycles over the pools of a market, sizes them exactly and decides on them. The detection core depends
 * on the market state alone; everything that is bound to the engine lies in the adapter.
 */
package org.alphapulse.strategy.arbitrage;
