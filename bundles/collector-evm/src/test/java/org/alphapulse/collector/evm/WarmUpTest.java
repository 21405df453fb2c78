package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Sink;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int BLOCKS = 1_500;

    private final RecordingSink real = new RecordingSink();

    private WarmUp warmUp() {
        final ChainFile chain = new ChainFile("made-up", 1, 1_000, "", "multicall3", List.of(), List.of(), Map.of());
        return new WarmUp(
                chain,
                new ChainClient(ChainSettings.of("ws://127.0.0.1:1|http://127.0.0.1:1")),
                context(),
                new ChainStream.Limits(1_000_000_000L, 1_000, 1, 0));
    }

    /** Lends the sink and a clock; the rest is not asked for. */
    private CollectorContext context() {
        return (CollectorContext) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CollectorContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "sink" -> (Sink) real;
                    case "clock" ->
                        new EngineClock() {
                            @Override
                            public long epochNs() {
                                return System.currentTimeMillis() * 1_000_000;
                            }

                            @Override
                            public long nanoTime() {
                                return System.nanoTime();
                            }
                        };
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void shouldTellEachLogOfItsBlocksOnceAndThenTheBlockInWhateverOrderTheyComeAndNobodyHearsOfIt() {
        final WarmUp warmUp = warmUp();
        assertEquals(BLOCKS * (MadeUpNode.LOGS + 1), warmUp.run());
        warmUp.again();
        assertEquals((BLOCKS + 1) * (MadeUpNode.LOGS + 1), warmUp.run(), "the run itself is done once");
        assertEquals(0, real.messages);
    }
}
