package org.alphapulse.executor.flashloan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.ExecutionPlanFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.SubmissionFlyweight;
import org.alphapulse.signer.keystore.ImportKey;
import org.alphapulse.signer.keystore.KeystoreSigner;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.alphapulse.submission.open.PublicPool;
import org.alphapulse.testkit.PluginConfig;

/** An executor with all around it that the engine would lend: a gate that approves all, an agent's thread, a results relay. */
final class Desk implements AutoCloseable, ExecutorContext, Scheduler, EngineClock, Sink {
    private static final RiskApproved.Authority AUTHORITY = RiskApproved.takeAuthority();

    /** The most signatures that a session of {@link #signer} prepares. */
    static final int PREPARED = 16;

    /** A report as it was published. */
    record Report(long planId, int result, int reason, String hash, java.math.BigInteger realised, long gas) {}

    /** A transaction as it was published before it was sent. */
    record Transaction(
            long planId, long nonce, long gasLimit, long maxFeeWei, String account, String target, String calldata) {}

    final FlashLoanExecutor executor;
    final PublicPool pool;
    final List<Report> reports = new CopyOnWriteArrayList<>();
    final List<Transaction> transactions = new CopyOnWriteArrayList<>();
    final List<Integer> submissions = new CopyOnWriteArrayList<>();
    volatile String defect = "";
    volatile boolean stopped;
    /** Approvals up to this plan's were taken back. */
    volatile long voidUpTo;

    volatile Runnable beforeSubmit = () -> {};
    volatile Runnable afterSubmit = () -> {};
    /** Held from before to after a submission. */
    final Object submitting = new Object();

    /** How long the end of the agent's pass is waited for, 0 for as long as it takes. */
    volatile long patienceMs;

    volatile TradingMode mode = TradingMode.LIVE;
    volatile boolean acting;
    volatile MarketView market;

    private final List<Thread> threads = new ArrayList<>();
    private final Object pass = new Object();
    private boolean parked;
    private volatile boolean running = true;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final MessageWriter writer = new MessageWriter();
    private final ExecutionPlanFlyweight transaction = new ExecutionPlanFlyweight();
    private long plans;

    Desk(Signer signer, TradeLedger ledger, String node, long chainId, String contract, Map<String, Object> settings) {
        this(signer, ledger, node, chainId, contract, settings, true);
    }

    Desk(
            Signer signer,
            TradeLedger ledger,
            String node,
            long chainId,
            String contract,
            Map<String, Object> settings,
            boolean acting) {
        this.acting = acting;
        pool = new PublicPool(chainId, node, () -> mode);
        final Map<String, Object> all =
                new java.util.HashMap<>(Map.of("chain_id", chainId, "nodes", node, "contract", contract, "poll_ms", 5));
        all.putAll(settings);
        executor = new FlashLoanExecutor(
                PluginConfig.of(FlashConfig.class, all), signer, ledger, List.of(new HookedChannel()));
        executor.onStart(this);
    }

    /** The public pool, with a chance to change something right before and after a transaction goes there. */
    private final class HookedChannel implements SubmissionChannel {
        @Override
        public long chainId() {
            return pool.chainId();
        }

        @Override
        public int code() {
            return pool.code();
        }

        @Override
        public int submit(byte[] transaction, int length) {
            synchronized (submitting) {
                beforeSubmit.run();
                final int answer = pool.submit(transaction, length);
                afterSubmit.run();
                return answer;
            }
        }

        @Override
        public String reason() {
            return pool.reason();
        }
    }

    /** A keystore signer for a key, by way of a keystore file in the folder. */
    static Signer signer(Path folder, String key) {
        try {
            final Path keystore = folder.resolve("keystore.json");
            final Path passphrase = folder.resolve("passphrase");
            if (!Files.exists(keystore)) {
                Files.writeString(passphrase, "a passphrase\n");
                final InputStream input = System.in;
                System.setIn(new ByteArrayInputStream(key.getBytes(StandardCharsets.US_ASCII)));
                ImportKey.main(new String[] {keystore.toString(), passphrase.toString()});
                System.setIn(input);
            }
            return KeystoreSigner.open(keystore, passphrase, "auto", PREPARED);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Approves and executes a plan; gives its id. */
    long execute(Plan plan) {
        return execute(plan.message());
    }

    /** Approves and executes the plan in a message; gives its id. */
    long execute(UnsafeBuffer message) {
        final MessageReader reader = new MessageReader();
        reader.wrap(message, 0, message.capacity());
        executor.execute(AUTHORITY.approve(AUTHORITY.newApproval(), ++plans, reader));
        return plans;
    }

    /** Has the executor rehearse a plan. */
    void rehearse(Plan plan) {
        final UnsafeBuffer message = plan.message();
        final MessageReader reader = new MessageReader();
        reader.wrap(message, 0, message.capacity());
        executor.rehearse(reader);
    }

    /** Waits until a plan has a report of a result. */
    Report await(long planId, int result) throws InterruptedException {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < deadline) {
            for (final Report report : reports) {
                if (report.planId() == planId && report.result() == result) {
                    return report;
                }
            }
            Thread.sleep(5);
        }
        throw new AssertionError("plan " + planId + " got no result " + result + ": " + reports + " " + defect);
    }

    /** Waits until the executor has read the chain. */
    void awaitReady() throws InterruptedException {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!executor.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the executor is not ready: " + defect);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        executor.onStop();
        end(0);
        pool.close();
    }

    private void end(long patience) {
        running = false;
        try {
            for (final Thread thread : threads) {
                thread.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the agent do nothing more, as one that sleeps. */
    void park() {
        synchronized (pass) {
            parked = true;
        }
    }

    private int pass(DutyCycle dutyCycle) {
        synchronized (pass) {
            return parked ? 0 : dutyCycle.doWork();
        }
    }

    @Override
    public MarketView market() {
        return market;
    }

    @Override
    public InstrumentTable bookHandles() {
        return null;
    }

    @Override
    public Sink results() {
        return this;
    }

    @Override
    public boolean acting() {
        return acting;
    }

    @Override
    public boolean emergencyStopped() {
        return stopped;
    }

    @Override
    public boolean approvalStands(long planId) {
        return planId > voidUpTo;
    }

    @Override
    public String id() {
        return "executor.flashloan~test";
    }

    @Override
    public TradingMode mode() {
        return mode;
    }

    @Override
    public EngineClock clock() {
        return this;
    }

    @Override
    public Scheduler scheduler() {
        return this;
    }

    @Override
    public void degraded(String reason) {
        defect = reason;
    }

    @Override
    public void recovered() {
        defect = "";
    }

    @Override
    public Task after(long delayNs, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task every(long periodNs, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Task agent(String name, DutyCycle dutyCycle) {
        final Thread thread = new Thread(
                () -> {
                    while (running) {
                        if (pass(dutyCycle) == 0) {
                            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                        }
                    }
                },
                name);
        threads.add(thread);
        thread.start();
        return () -> end(patienceMs);
    }

    @Override
    public long epochNs() {
        return System.currentTimeMillis() * 1_000_000;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public MessageWriter begin(int payloadLength) {
        writer.begin(buffer, 0, buffer.capacity(), Domains.EXECUTION, SourceKinds.EXECUTION, 0, 1, 1);
        return writer;
    }

    @Override
    public long commit() {
        final int length = writer.finish();
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, length);
        final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        final SubmissionFlyweight submission = new SubmissionFlyweight();
        int type;
        while ((type = reader.next()) > 0) {
            if (type == ExecutionReportFlyweight.TYPE && report.readFrom(reader) == 0) {
                final byte[] hash = new byte[32];
                report.transactionHashTo(hash, 0);
                final long[] limbs = new long[4];
                report.realisedProfitTo(limbs, 0);
                reports.add(new Report(
                        report.planId(),
                        report.result(),
                        report.reasonCode(),
                        "0x" + java.util.HexFormat.of().formatHex(hash),
                        Plan.big(limbs),
                        report.gasUsed()));
            } else if (type == ExecutionPlanFlyweight.TYPE && transaction.readFrom(reader) == 0) {
                transactions.add(published());
            } else if (type == SubmissionFlyweight.TYPE && submission.readFrom(reader) == 0) {
                submissions.add(submission.status());
            }
        }
        return 1;
    }

    private Transaction published() {
        final byte[] account = new byte[20];
        final byte[] target = new byte[20];
        transaction.accountTo(account, 0);
        transaction.targetTo(target, 0);
        final byte[] calldata = new byte[transaction.calldataLength()];
        transaction.calldataTo(calldata, 0);
        final java.util.HexFormat hex = java.util.HexFormat.of();
        return new Transaction(
                transaction.planId(),
                transaction.nonce(),
                transaction.gasLimit(),
                transaction.maxFeeWei(),
                "0x" + hex.formatHex(account),
                "0x" + hex.formatHex(target),
                "0x" + hex.formatHex(calldata));
    }

    static InstrumentId id(int venue, org.alphapulse.model.InstrumentKind kind, String address) {
        return InstrumentId.ofAddress(venue, kind, 1, Settings.bytes(address));
    }
}
