package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.chain.Hex;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.spi.collector.Collector;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does when a block is told once more, now with newer ones behind it. */
class HeldBackTest {
    private static final String PAIR = "0x" + "ab".repeat(20);

    @TempDir
    Path folder;

    /** Leaves telling to the test. */
    private static final class Idle implements Collector {
        private CollectorContext context;

        @Override
        public void start(CollectorContext lent) {
            context = lent;
        }
    }

    private static Token token(int digit) {
        final String address = "0x" + String.valueOf(digit).repeat(40);
        return new Token(
                InstrumentId.ofAddress(1, InstrumentKind.TOKEN, 1, Hex.bytes(address)), address, 18, "T" + digit);
    }

    private static Head head(long number) {
        final Head head = new Head();
        head.number = number;
        Head.words("0x" + String.format("%016x", number) + "0".repeat(48), head.hash);
        Head.words("0x" + String.format("%016x", number - 1) + "0".repeat(48), head.parent);
        return head;
    }

    /** Tells a log of the block after. */
    private static void log(Publisher out, PoolTable pools) {
        final byte[] text =
                ScriptedStream.notification(ScriptedStream.log(PAIR, 3)).getBytes(StandardCharsets.US_ASCII);
        final MessageParser[] parser = new MessageParser[1];
        final boolean[] told = new boolean[1];
        parser[0] = new MessageParser(new MessageEvents() {
            @Override
            public void onLog(long id) {
                final MessageParser log = parser[0];
                told[0] = out.log(log, pools.find(log.address0, log.address1, log.address2)) >= 0;
            }

            @Override
            public void onHead(long id) {}

            @Override
            public void onAnswer(long id, boolean failed) {}
        });
        assertTrue(parser[0].parse(Arrays.copyOf(text, text.length + 16), 0, text.length));
        assertTrue(told[0]);
    }

    private static PoolStatus status(Engine engine) {
        final CompletableFuture<PoolStatus> status = new CompletableFuture<>();
        engine.agent().execute(() -> {
            final MarketView view = engine.market().view();
            status.complete(view.poolCount() == 0 ? null : view.status(0));
        });
        return status.join();
    }

    private static void await(Engine engine, PoolStatus status) {
        Harness.await(status.name(), () -> status(engine) == status);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTradeByABlockThatIsToldOnceMoreAsBehindWhateverOfTheNextHasCome(boolean log) {
        try (Engine engine = new Engine(
                        EngineSettings.defaults(), new Halts(null), new MarketFile(folder.resolve("market")))
                .start()) {
            final Idle idle = new Idle();
            final Binding binding = engine.plugins()
                    .bind(idle, new Plugin("collector.idle", new Binding.Origin("test", "1", 0), true, Map.of()));
            final InstrumentId id = InstrumentId.ofAddress(1_000, InstrumentKind.POOL, 1, Hex.bytes(PAIR));
            final Pool pool = new Pool(id, PAIR, false, token(1), token(2), 3_000, 0);
            final PoolTable table = new PoolTable();
            assertTrue(table.add(pool));
            final Publisher out = new Publisher(idle.context, 1, table, () -> false);
            out.meta(pool);
            out.head(head(7), false);
            out.snapshot(new PoolSnapshot(pool, BigInteger.TEN, BigInteger.TEN, 0, 0, List.of()), 7);
            table.told(pool, 7);
            await(engine, PoolStatus.TRADABLE);
            if (log) {
                log(out, table);
            }
            out.head(head(7), true);
            await(engine, PoolStatus.BEHIND);
            out.head(head(8), false);
            await(engine, PoolStatus.TRADABLE);
            engine.plugins().unbind(binding);
        }
    }
}
