package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.collector.evm.EvmLogParser;
import org.junit.jupiter.api.Test;

/** What the benchmarks compare before a time counts. */
class PeersTest {
    @Test
    void shouldFindEveryValueOfALogThatWeb3jDecodes() throws IOException {
        final PipelineInput input = PipelineMarket.make(7);
        final SlotSink sink = new SlotSink();
        final EvmLogParser parser = new EvmLogParser(sink, PipelineInput.CHAIN_ID);
        for (final PipelineInput.Pool pool : input.pools()) {
            parser.add(1, "0x" + HexFormat.of().formatHex(pool.address()), pool.concentrated());
        }
        final Web3j web3j = new Web3j();
        int swaps = 0;
        int syncs = 0;
        for (int i = 0; i < 500; i++) {
            final byte[] message = input.messages()[i];
            if (input.kinds()[i] != PipelineInput.HEAD) {
                parser.parse(message, 0, message.length - PipelineInput.SLACK);
                final List<BigInteger> ours = PipelinePeers.values(sink);
                assertEquals(web3j.decode(message), ours);
                swaps += ours.size() == 5 ? 1 : 0;
                syncs += ours.size() == 2 ? 1 : 0;
            }
        }
        assertTrue(swaps > 50 && syncs > 50, swaps + " swaps, " + syncs + " syncs");
    }

    @Test
    void shouldCompareTheStateThatEventsLeave() {
        final AmmCases cases = new AmmCases();
        final AmmOperations own = new AmmOperations(cases);
        final BigIntegerAmm big = new BigIntegerAmm(cases);
        AmmBenchmark.agreeOnState(own, big, Map.of());
        final IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> AmmBenchmark.agreeOnState(own, big, Map.of("apply-swap", 1L)));
        assertTrue(refused.getMessage().contains("1 in C"), refused.getMessage());
    }
}
