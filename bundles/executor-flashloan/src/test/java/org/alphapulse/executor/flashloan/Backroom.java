package org.alphapulse.executor.flashloan;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.testkit.PluginConfig;

/** What the executor's agent is lent, on one thread and a clock that the test moves; keeps what is reported. */
final class Backroom {
    final List<Desk.Report> reports = new ArrayList<>();
    final Account account;
    final Settings settings;
    final ExecutorContext context;
    long nowNs = 1_000_000_000_000L;
    boolean stopped;
    String defect = "";
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final MessageWriter writer = new MessageWriter();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();

    Backroom(Signer signer, Map<String, Object> config) {
        final byte[] address = new byte[Signer.ADDRESS_LENGTH];
        signer.addressTo(address, 0);
        account = new Account(address);
        final Map<String, Object> all = new java.util.HashMap<>(
                Map.of("chain_id", 1L, "contract", "0x" + "00".repeat(20), "nodes", "none", "max_fee_gwei", 10.0));
        all.putAll(config);
        settings = Settings.of(PluginConfig.of(FlashConfig.class, all), address);
        context = (ExecutorContext) Proxy.newProxyInstance(
                Backroom.class.getClassLoader(),
                new Class<?>[] {ExecutorContext.class, EngineClock.class, Sink.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "clock", "results" -> self;
                    case "epochNs", "nanoTime" -> nowNs;
                    case "acting", "approvalStands" -> true;
                    case "emergencyStopped" -> stopped;
                    case "mode" -> TradingMode.LIVE;
                    case "begin" -> begin();
                    case "commit" -> commit();
                    case "degraded" -> degraded((String) arguments[0]);
                    default -> null;
                });
    }

    private Object degraded(String reason) {
        defect = reason;
        return null;
    }

    private MessageWriter begin() {
        writer.begin(buffer, 0, buffer.capacity(), Domains.EXECUTION, SourceKinds.EXECUTION, 0, 1, 1);
        return writer;
    }

    private long commit() {
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, writer.finish());
        int type;
        while ((type = reader.next()) > 0) {
            if (type == ExecutionReportFlyweight.TYPE && report.readFrom(reader) == 0) {
                final byte[] hash = new byte[32];
                report.transactionHashTo(hash, 0);
                final long[] limbs = new long[4];
                report.realisedProfitTo(limbs, 0);
                reports.add(new Desk.Report(
                        report.planId(),
                        report.result(),
                        report.reasonCode(),
                        "0x" + HexFormat.of().formatHex(hash),
                        Plan.big(limbs),
                        report.gasUsed()));
            }
        }
        return 1;
    }

    /** The results that were reported of a plan, the oldest first. */
    List<Integer> results(long planId) {
        return reports.stream()
                .filter(each -> each.planId() == planId)
                .map(Desk.Report::result)
                .toList();
    }
}
