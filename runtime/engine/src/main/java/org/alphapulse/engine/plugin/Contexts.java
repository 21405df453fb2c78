package org.alphapulse.engine.plugin;

import java.math.BigInteger;
import java.util.Set;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.EngineMessages;
import org.alphapulse.engine.market.Market;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;

/** The contexts of the four roles. */
final class Contexts {
    private Contexts() {}

    static final class ForStrategy extends BaseContext implements StrategyContext {
        private final Market market;
        private final boolean inline;
        private final Sink signals;
        private final Sink plans;
        private final Relay marketData;

        ForStrategy(
                String id,
                Surroundings around,
                Binding binding,
                Scheduler scheduler,
                Market market,
                boolean inline,
                Sink signals,
                Sink plans,
                Relay marketData) {
            super(id, around, binding, scheduler);
            this.market = market;
            this.inline = inline;
            this.signals = signals;
            this.plans = plans;
            this.marketData = marketData;
        }

        @Override
        public MarketView market() {
            if (!inline) {
                throw new IllegalStateException(
                        "an isolated strategy cannot read the market in place: set delivery=inline");
            }
            return market.view();
        }

        @Override
        public InstrumentTable bookHandles() {
            return market.bookHandles();
        }

        @Override
        public int changedPool() {
            return market.changedPool();
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
        public boolean messagesWait() {
            return marketData.waiting() > 0;
        }

        @Override
        public boolean acting() {
            return binding().acting();
        }
    }

    static final class ForExecutor extends BaseContext implements ExecutorContext {
        private final Market market;
        private final RiskGate gate;
        private final Sink results;

        ForExecutor(
                String id,
                Surroundings around,
                Binding binding,
                Scheduler scheduler,
                Market market,
                RiskGate gate,
                Sink results) {
            super(id, around, binding, scheduler);
            this.market = market;
            this.gate = gate;
            this.results = results;
        }

        @Override
        public MarketView market() {
            return market.view();
        }

        @Override
        public InstrumentTable bookHandles() {
            return market.bookHandles();
        }

        @Override
        public Sink results() {
            return results;
        }

        @Override
        public boolean emergencyStopped() {
            return halted();
        }

        @Override
        public boolean approvalStands(long planId) {
            return gate.stands(planId);
        }

        @Override
        public boolean acting() {
            return binding().acting();
        }
    }

    static final class ForMonitor extends BaseContext implements RiskContext {
        private final Market market;

        ForMonitor(String id, Surroundings around, Binding binding, Scheduler scheduler, Market market) {
            super(id, around, binding, scheduler);
            this.market = market;
        }

        @Override
        public MarketView market() {
            return market.view();
        }

        @Override
        public InstrumentTable bookHandles() {
            return market.bookHandles();
        }

        @Override
        public long lastMarketNs() {
            return market.newestNs();
        }

        @Override
        public long lastResetNs() {
            return surroundings().halts().lastResetNs();
        }

        @Override
        public void trip(String reason) {
            surroundings().trip().accept(Trip.of(Breaker.OTHER, id(), clock().epochNs(), reason));
        }

        @Override
        public void trip(Breaker breaker, BigInteger observed, BigInteger limit, String unit, String explanation) {
            surroundings()
                    .trip()
                    .accept(new Trip(breaker, id(), clock().epochNs(), observed, limit, unit, explanation));
        }
    }

    static final class ForCollector extends BaseContext implements CollectorContext {
        private final CollectorBinding binding;
        private final Sink sink;
        private final EngineMessages messages;
        private final Market market;

        ForCollector(
                String id,
                Surroundings around,
                CollectorBinding binding,
                Scheduler scheduler,
                Sink sink,
                EngineMessages messages,
                Market market) {
            super(id, around, binding, scheduler);
            this.binding = binding;
            this.sink = sink;
            this.messages = messages;
            this.market = market;
        }

        @Override
        public Sink sink() {
            return sink;
        }

        @Override
        public RestoredChain restored(long chainId) {
            binding.tellsOf(chainId);
            return market.restored(chainId);
        }

        @Override
        public Set<InstrumentId> diverged(long chainId) {
            return market.diverged(chainId);
        }

        @Override
        public long invalidateVenue(int venue) {
            return messages.invalidateVenue(sink, venue);
        }
    }
}
