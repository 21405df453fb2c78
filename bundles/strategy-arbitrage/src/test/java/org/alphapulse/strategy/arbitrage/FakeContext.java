package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SignalIdentityFlyweight;

/** Lends a strategy a market by hand and keeps what it says; agents run when the test runs them. */
final class FakeContext implements StrategyContext {
    final List<Scheduler.DutyCycle> agents = new ArrayList<>();
    final List<Runnable> periodic = new ArrayList<>();
    final List<Scheduler.DutyCycle> idle = new ArrayList<>();
    final Kept plans = new Kept();
    final Kept signals = new Kept();
    int changed = -1;
    boolean acting = true;
    long nanoTime;
    private final MarketView market;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private long sequence;

    FakeContext(final MarketView market) {
        this.market = market;
    }

    /** Runs what belongs to other threads until there is nothing to do. */
    void background() {
        int work = 1;
        while (work > 0) {
            work = 0;
            for (final Scheduler.DutyCycle agent : agents) {
                work += agent.doWork();
            }
        }
    }

    /** The head of a block of the test market's chain as a message. */
    MessageReader block(final long number, final long baseFeeWei) {
        return block(TestMarket.CHAIN_ID, number, baseFeeWei);
    }

    /** The head of a block of any chain. */
    MessageReader block(final long chainId, final long number, final long baseFeeWei) {
        return block(chainId, number, baseFeeWei, 0, 0);
    }

    /** The head of a block that tells its gas. */
    MessageReader block(
            final long chainId, final long number, final long baseFeeWei, final long gasUsed, final long gasLimit) {
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 4096, Domains.MARKET_DATA, 2, 0, ++sequence, 1);
        final BlockHeadFlyweight head = new BlockHeadFlyweight();
        head.appendTo(writer);
        head.clear();
        head.chainId(chainId)
                .number(number)
                .baseFeeWei(baseFeeWei, 0, 0, 0)
                .gasUsed(gasUsed)
                .gasLimit(gasLimit);
        return read(writer.finish());
    }

    /** A message without content, as of a change of a pool. */
    MessageReader change(final int pool) {
        changed = pool;
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 4096, Domains.MARKET_DATA, 2, 0, ++sequence, 1);
        return read(writer.finish());
    }

    /** What the executor says of a plan. */
    MessageReader report(final long signalId, final int result) {
        changed = -1;
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 4096, Domains.EXECUTION, 2, 0, ++sequence, 1);
        final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        report.appendTo(writer);
        report.clear();
        report.signalId(signalId).result(result);
        return read(writer.finish());
    }

    private MessageReader read(final int length) {
        final MessageReader reader = new MessageReader();
        if (reader.wrap(buffer, 0, length) != 0) {
            throw new IllegalStateException("a message of " + length + " bytes cannot be read");
        }
        return reader;
    }

    /** A sink that keeps identity and economics of every message. */
    static final class Kept implements Sink {
        final List<SignalIdentityFlyweight> identities = new ArrayList<>();
        final List<EconomicsFlyweight> economics = new ArrayList<>();
        int rehearsed;
        private final MessageWriter writer = new MessageWriter();
        private UnsafeBuffer message;

        @Override
        public MessageWriter begin(final int payloadLength) {
            message = new UnsafeBuffer(new byte[payloadLength + 64]);
            writer.begin(message, 0, payloadLength + 64, Domains.SIGNAL, 20, 0, 1, 1);
            return writer;
        }

        @Override
        public void rehearse() {
            rehearsed++;
        }

        @Override
        public long commit() {
            final MessageReader reader = new MessageReader();
            final int error = reader.wrap(message, 0, writer.finish());
            final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
            final EconomicsFlyweight economy = new EconomicsFlyweight();
            for (int type = reader.next(); error == 0 && type > 0; type = reader.next()) {
                if (type == SignalIdentityFlyweight.TYPE) {
                    identity.readFrom(reader);
                } else if (type == EconomicsFlyweight.TYPE) {
                    economy.readFrom(reader);
                }
            }
            identities.add(identity);
            economics.add(economy);
            return identities.size();
        }
    }

    @Override
    public MarketView market() {
        return market;
    }

    @Override
    public InstrumentTable bookHandles() {
        return new InstrumentTable();
    }

    @Override
    public int changedPool() {
        return changed;
    }

    @Override
    public Sink signals() {
        return signals;
    }

    @Override
    public Sink plans() {
        return plans;
    }

    @Override
    public boolean acting() {
        return acting;
    }

    @Override
    public String id() {
        return "strategy.arbitrage~test";
    }

    @Override
    public TradingMode mode() {
        return TradingMode.PAPER;
    }

    @Override
    public EngineClock clock() {
        return new EngineClock() {
            @Override
            public long epochNs() {
                return 1_700_000_000_000_000_000L;
            }

            @Override
            public long nanoTime() {
                return nanoTime;
            }
        };
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public Task after(final long delayNs, final Runnable task) {
                return () -> {};
            }

            @Override
            public Task every(final long periodNs, final Runnable task) {
                periodic.add(task);
                return () -> {};
            }

            @Override
            public Task idle(final DutyCycle dutyCycle) {
                idle.add(dutyCycle);
                return () -> {};
            }

            @Override
            public Task agent(final String name, final DutyCycle dutyCycle) {
                agents.add(dutyCycle);
                return () -> {};
            }
        };
    }

    @Override
    public void degraded(final String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void recovered() {}
}
