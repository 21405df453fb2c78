package org.alphapulse.benchmarks.pipeline;

import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;

/** Plugins that look at the clock: before the strategy, when a plan reaches the gate, and after the strategy. */
final class Probes {
    private Probes() {}

    /** Its slot comes before the strategy's, so the market has the message and the strategy has not. */
    record Before(Timeline line) implements Strategy {
        @Override
        public void onStart(StrategyContext context) {}

        @Override
        public void onMessage(MessageReader message) {
            line.marketAt = System.nanoTime();
        }
    }

    /** Asked first about every plan; never objects. */
    record Gate(Timeline line) implements RiskMonitor {
        @Override
        public void onStart(RiskContext context) {}

        @Override
        public int check(MessageReader plan) {
            line.plan(System.nanoTime());
            return NO_OBJECTION;
        }

        @Override
        public String explain(int code) {
            return "no objection";
        }
    }

    /** Its slot comes after the strategy's; it counts the executor's reports as well. */
    static final class After implements Strategy {
        private static final int NOT_IN_THIS_MODE = 4;

        private final Timeline line;
        private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();

        After(Timeline line) {
            this.line = line;
        }

        @Override
        public void onStart(StrategyContext context) {}

        @Override
        public void onMessage(MessageReader message) {
            final long now = System.nanoTime();
            if (message.header().sourceKind() == SourceKinds.EXECUTION) {
                report(message);
            } else {
                line.finish(message.header().sequence(), now);
            }
        }

        private void report(MessageReader message) {
            int type;
            while ((type = message.next()) > 0) {
                if (type == ExecutionReportFlyweight.TYPE && report.readFrom(message) == 0) {
                    // What was signed but is not sent in shadow mode is reported so; what was sent is unknown at first.
                    line.report(
                            report.result() == ExecutionReportFlyweight.RESULT_UNKNOWN
                                    || (report.result() == ExecutionReportFlyweight.RESULT_EXPIRED
                                            && report.reasonCode() == NOT_IN_THIS_MODE),
                            report.reasonCode());
                }
            }
        }
    }
}
