package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
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
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;

/** What the strategy of a {@link WarmUp} is lent: a made-up market, messages about it, and sinks that lead nowhere. For one thread. */
final class MadeUpContext implements StrategyContext, Scheduler {
    private static final int LENGTH = HeaderFlyweight.LENGTH + 512;
    private static final int PLANS = 64;

    private final MarketView market;
    private final EngineClock clock;
    private final Nowhere plans = new Nowhere();
    private final Nowhere signals = new Nowhere();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
    private final MessageWriter writer = new MessageWriter();
    private final MessageReader reader = new MessageReader();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final List<DutyCycle> idle = new ArrayList<>();
    private final List<DutyCycle> background = new ArrayList<>();
    private BooleanSupplier messagesWait = () -> false;
    private int changed = -1;
    private long sequence;

    MadeUpContext(final MarketView market, final EngineClock clock) {
        this.market = market;
        this.clock = clock;
    }

    /** A sink that keeps no more of a message than the identity of its signal. */
    private static final class Nowhere implements Sink {
        private final UnsafeBuffer buffer =
                new UnsafeBuffer(new byte[HeaderFlyweight.LENGTH + SignalMessage.MAX_LENGTH]);
        private final MessageWriter writer = new MessageWriter();
        private final MessageReader reader = new MessageReader();
        private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        private final long[] ids = new long[PLANS];
        private long count;

        @Override
        public MessageWriter begin(final int payloadLength) {
            writer.begin(buffer, 0, buffer.capacity(), Domains.SIGNAL, SourceKinds.STRATEGY, 0, count + 1, 0);
            return writer;
        }

        @Override
        public long commit() {
            reader.wrap(buffer, 0, writer.finish());
            int type;
            while ((type = reader.next()) > 0) {
                if (type == SignalIdentityFlyweight.TYPE && identity.readFrom(reader) == 0) {
                    ids[(int) (count % PLANS)] = identity.signalId();
                }
            }
            return ++count;
        }
    }

    /** A message about a pool whose state was changed. */
    MessageReader change(final int pool) {
        changed = pool;
        begin();
        return end();
    }

    /** The end of a block. */
    MessageReader head(final long number) {
        changed = -1;
        head.appendTo(begin());
        head.clear();
        head.number(number)
                .chainId(WarmUp.CHAIN_ID)
                .baseFeeWei(1, 0, 0, 0)
                .gasLimit(2)
                .gasUsed(1);
        return end();
    }

    /** How many plans were sent. */
    long plansSent() {
        return plans.count;
    }

    /** The receipt of one of the plans sent last. */
    MessageReader receipt(final long plan, final long gasUsed) {
        changed = -1;
        report.appendTo(begin());
        report.clear();
        report.signalId(plans.ids[(int) (plan % PLANS)])
                .gasUsed(gasUsed)
                .result(ExecutionReportFlyweight.RESULT_FILLED);
        return end();
    }

    private MessageWriter begin() {
        writer.begin(buffer, 0, LENGTH, Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, ++sequence, 1);
        return writer;
    }

    private MessageReader end() {
        reader.wrap(buffer, 0, writer.finish());
        return reader;
    }

    /** Sets whether real messages wait, for which the strategy gives up what it prepares. */
    void messagesWait(final BooleanSupplier newMessagesWait) {
        messagesWait = newMessagesWait;
    }

    @Override
    public boolean messagesWait() {
        return messagesWait.getAsBoolean();
    }

    /** Runs what the strategy does while nothing waits. */
    void idlePass() {
        for (int i = 0; i < idle.size(); i++) {
            idle.get(i).doWork();
        }
    }

    /** Runs what belongs on another thread; returns the work done. */
    int backgroundPass() {
        int work = 0;
        for (final DutyCycle one : background) {
            work += one.doWork();
        }
        return work;
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
        return true;
    }

    @Override
    public String id() {
        return "made-up";
    }

    @Override
    public TradingMode mode() {
        return TradingMode.REPLAY;
    }

    @Override
    public EngineClock clock() {
        return clock;
    }

    @Override
    public Scheduler scheduler() {
        return this;
    }

    @Override
    public void degraded(final String reason) {
        // Nobody looks.
    }

    @Override
    public void recovered() {
        // Nobody looks.
    }

    @Override
    public Task after(final long delayNs, final Runnable task) {
        return () -> {};
    }

    @Override
    public Task every(final long periodNs, final Runnable task) {
        return () -> {};
    }

    @Override
    public Task idle(final DutyCycle dutyCycle) {
        idle.add(dutyCycle);
        return () -> {};
    }

    @Override
    public Task agent(final String name, final DutyCycle dutyCycle) {
        background.add(dutyCycle);
        return () -> {};
    }
}
