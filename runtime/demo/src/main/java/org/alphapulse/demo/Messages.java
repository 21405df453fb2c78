package org.alphapulse.demo;

import java.util.List;
import java.util.Map;

/**
 * Messages that the chain calls for, against those published, between one look at the engine and the next: what is lost in one block and
 * told twice in another does not add up to nothing.
 *
 * @param expected heads and logs
 * @param lost too few, summed over the times between two looks
 * @param duplicated too many, likewise
 */
record Messages(long expected, long lost, long duplicated) {
    /**
     * The counter when all messages of a block were published and none of the next.
     *
     * @param block newest then
     * @param received messages so far
     */
    record Count(long block, long received) {}

    /** Compares counters of a run, in their order, with the messages that each block calls for. */
    static Messages of(List<Count> counts, Map<Long, Long> expectedOfBlock) {
        long expected = 0;
        long lost = 0;
        long duplicated = 0;
        for (int i = 1; i < counts.size(); i++) {
            long due = 0;
            for (long block = counts.get(i - 1).block() + 1;
                    block <= counts.get(i).block();
                    block++) {
                due += expectedOfBlock.getOrDefault(block, 0L);
            }
            final long more = counts.get(i).received() - counts.get(i - 1).received() - due;
            expected += due;
            lost += Math.max(0, -more);
            duplicated += Math.max(0, more);
        }
        return new Messages(expected, lost, duplicated);
    }
}
