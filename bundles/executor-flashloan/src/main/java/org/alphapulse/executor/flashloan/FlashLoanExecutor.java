package org.alphapulse.executor.flashloan;

import java.util.List;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.protocol.EmergencyStopFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Trades routes atomically through the flash-loan contract. The plan becomes a signed transaction on the engine's thread, without a wait
 * and without allocation; an agent of its own writes it to the ledger, sends it and follows it until it is settled.
 *
 * <p>Only in mode LIVE is anything sent. In SHADOW each plan is built, signed and tried by {@code eth_call}; it is reported as REJECTED
 * when the chain refuses it and as EXPIRED when it would have been sent.
 */
@Component(
        name = "org.alphapulse.executor.flashloan",
        service = TradeExecutor.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FlashConfig.class, factory = true)
public final class FlashLoanExecutor implements TradeExecutor {
    private static final int RING = 256;

    private final Settings settings;
    private final String nodes;
    private final Signer signer;
    private final TradeLedger ledger;
    private final Account account;
    private final Stop stop;
    private final PlanBuilder builder;
    private final PlanRing ring = new PlanRing(RING);
    private final EmergencyStopFlyweight emergency = new EmergencyStopFlyweight();
    private ExecutorContext context;
    private Chain chain;
    private Dispatcher dispatcher;
    private Scheduler.Task sender;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            fieldOption = FieldOption.REPLACE)
    private volatile List<SubmissionChannel> channels = List.of();

    /** Refuses values that make no sense. */
    @Activate
    public FlashLoanExecutor(FlashConfig config, @Reference Signer signer, @Reference TradeLedger ledger) {
        final byte[] address = new byte[Signer.ADDRESS_LENGTH];
        signer.addressTo(address, 0);
        this.settings = Settings.of(config, address);
        this.nodes = Check.text("nodes", config::nodes, ".+", "one or more addresses of nodes");
        this.signer = signer;
        this.ledger = ledger;
        this.account = new Account(address);
        this.stop = new Stop(settings.chainId());
        this.builder = new PlanBuilder(settings, signer);
    }

    /** For tests: channels without a service registry. */
    FlashLoanExecutor(FlashConfig config, Signer signer, TradeLedger ledger, List<SubmissionChannel> channels) {
        this(config, signer, ledger);
        this.channels = channels;
    }

    @Override
    public void onStart(ExecutorContext newContext) {
        context = newContext;
        chain = new NodeChain(nodes, "0x" + java.util.HexFormat.of().formatHex(settings.contract()));
        final Wiring wiring = new Wiring(signer, this::channels, account, stop);
        dispatcher = new Dispatcher(settings, context, chain, ledger, ring, wiring);
        // It looks at the chain every some milliseconds and is woken for a plan: looking for one all the time would
        // take the core from others.
        sender = context.scheduler().background("executor-flashloan", this::send);
    }

    /** Whether the ledger was reconciled and the chain answers. */
    boolean isReady() {
        return account.ready();
    }

    private int send() {
        final int work = dispatcher.doWork();
        return work == 0 && builder.prepare() ? 1 : work;
    }

    private List<SubmissionChannel> channels() {
        return channels.stream()
                .filter(channel -> channel.chainId() == settings.chainId())
                .toList();
    }

    @Override
    public void execute(RiskApproved approved) {
        final PlanSlot slot = ring.claim();
        if (slot == null) {
            context.degraded("a plan was rejected: " + RING + " plans wait to be sent");
            ring.miss(approved.planId());
            sender.wake();
            return;
        }
        slot.clear(approved.planId());
        slot.nonce = account.nextNonce() + ring.waiting();
        final TradingMode mode = context.mode();
        if (mode != TradingMode.LIVE && mode != TradingMode.SHADOW) {
            slot.reason = Reasons.WRONG_MODE;
        } else if (!account.ready()) {
            slot.reason = Reasons.NOT_READY;
        } else {
            slot.reason = builder.build(approved.message(), context.market(), slot, account.baseFeeWei());
        }
        ring.publish();
        sender.wake();
    }

    /** Builds the transaction in a slot that nobody is given, see {@link PlanSigner#rehearse}. */
    @Override
    public void rehearse(MessageReader expected) {
        final PlanSlot slot = ring.claim();
        if (slot != null && account.ready()) {
            slot.clear(0);
            slot.nonce = account.nextNonce() + ring.waiting();
            builder.rehearse(expected, context.market(), slot, account.baseFeeWei());
        }
    }

    @Override
    public void onMessage(MessageReader message) {
        int type;
        while ((type = message.next()) > 0) {
            if (type == EmergencyStopFlyweight.TYPE && emergency.readFrom(message) == 0) {
                stop.onMessage(emergency);
            }
        }
    }

    @Override
    public void onStop() {
        if (sender != null) {
            dispatcher.end(sender);
            chain.close();
        }
    }
}
