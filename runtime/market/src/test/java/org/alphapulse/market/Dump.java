package org.alphapulse.market;

/** Everything a reader can see of the pools, as text, for comparison. */
final class Dump {
    private Dump() {}

    static String of(final MarketView v) {
        final StringBuilder text = new StringBuilder();
        for (int pool = 0; pool < v.poolCount(); pool++) {
            text.append(pool).append(' ').append(v.status(pool));
            text.append(' ').append(v.lastBlock(pool)).append(':').append(v.lastLogIndex(pool));
            for (int word = 0; word < 8; word++) {
                text.append(' ').append(Long.toHexString(v.word(pool, word)));
            }
            for (int i = 0; i < v.tickCount(pool); i++) {
                text.append(" [").append(v.tickAt(pool, i));
                for (int word = 0; word < 2; word++) {
                    text.append(' ').append(v.tickGross(pool, i, word));
                    text.append(' ').append(v.tickNet(pool, i, word));
                }
                text.append(']');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
