package org.alphapulse.engine.risk;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.latency.Latencies;
import org.alphapulse.engine.plugin.MonitorBinding;
import org.alphapulse.engine.relay.Frame;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.RelaySink;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.risk.RiskMonitor;
import org.jctools.queues.MpscArrayQueue;

/**
 * The only way to an executor. Each plan is decided on the engine agent: trading must not be halted, every required monitor must be
 * bound, and none may object. The plan and the decision go to the execution relay whatever the outcome.
 */
public final class RiskGate implements RelaySink.Outlet {
    private static final RiskApproved.Authority AUTHORITY = RiskApproved.takeAuthority();
    private static final Slot[] NO_SLOTS = {};
    private static final int INBOUND = 4096;
    private static final int NOBODY = -100;
    /** The code that is published of a plan that is refused since trading is halted. */
    public static final int CODE_HALTED = 1;

    private static final int CODE_NOT_ARMED = 5;
    /** The gate's own reasons: the negative of the code that is published. */
    private static final int HALTED = -CODE_HALTED;

    private static final int NO_EXECUTOR = -2;
    private static final int NOT_ALL_BOUND = -3;
    private static final int NOT_ARMED = -CODE_NOT_ARMED;

    private final MpscArrayQueue<Frame> inbound = new MpscArrayQueue<>(INBOUND);
    private final Worker worker;
    private final Relay execution;
    private final Decisions decisions;
    private final Halts halts;
    private final BooleanSupplier armed;
    private final List<String> required;
    private final Latencies latencies;
    private Slot[] monitors = NO_SLOTS;
    private Slot[] executors = NO_SLOTS;
    private final MessageReader reader = new MessageReader();
    private volatile long lastPlanId;
    /** Plans up to this one are not executed any more. */
    private volatile long voidUpTo;
    /** Why, as the code that is published. */
    private volatile int voidCode;

    /** What the monitor that objects answered. */
    private int objected;

    private volatile long approvedCount;
    private volatile long refusedCount;

    /** Records what was decided. */
    public interface Decisions {
        /** A plan was approved. */
        void approved(long planId, MessageReader plan);

        /** A plan was refused. */
        void refused(long planId, MessageReader plan, String by, int code, String reason);

        /** A plan may be approved soon; has no effect. */
        default void rehearse(MessageReader plan) {}
    }

    /** Makes the approvals for one executor's slot. */
    public static final class Stamp {
        private final RiskApproved approval = AUTHORITY.newApproval();

        private Stamp() {}

        /** Wraps an approved plan. Only for a message that the gate itself sent to the slot. */
        public RiskApproved approved(long planId, MessageReader message) {
            return AUTHORITY.approve(approval, planId, message);
        }
    }

    /** Makes a gate that decides on {@code worker}; {@code armed} answers whether the mode lets plans through at present. */
    public RiskGate(
            Worker worker,
            Relay execution,
            Decisions decisions,
            Halts halts,
            BooleanSupplier armed,
            List<String> required,
            Latencies latencies) {
        this.worker = worker;
        this.execution = execution;
        this.decisions = decisions;
        this.halts = halts;
        this.armed = armed;
        this.required = required;
        this.latencies = latencies;
    }

    /** A stamp for one executor. */
    public Stamp newStamp() {
        return new Stamp();
    }

    /** Sets who is asked and who executes. Engine agent. */
    public void slots(Slot[] newMonitors, Slot[] newExecutors) {
        monitors = newMonitors;
        executors = newExecutors;
    }

    @Override
    public long offer(Frame plan) {
        if (worker.isCurrent()) {
            return decide(plan);
        }
        return inbound.offer(plan) ? TAKEN : Sink.BACK_PRESSURED;
    }

    /**
     * Asks all and has the plan built as {@link #decide} does, by the same code; nothing comes of it. Before live trading is armed the way
     * is gone as well, so that the first plan finds it gone.
     */
    @Override
    public void rehearse(Frame plan) {
        if (worker.isCurrent() && executor() != null && objection(plan.buffer(), plan.length(), false) == NOBODY) {
            reader.wrap(plan.buffer(), 0, plan.length());
            decisions.rehearse(reader);
            executor().rehearse(plan.buffer(), plan.length());
        }
    }

    /**
     * Takes all approvals back that were given so far: trading was halted or disarmed, which has to be so already, as it keeps others from
     * being given meanwhile. Any thread.
     */
    public synchronized void voidApprovals(boolean halted) {
        voidCode = halted ? CODE_HALTED : CODE_NOT_ARMED;
        voidUpTo = lastPlanId;
    }

    /** Whether an approval is still good. Any thread. */
    public boolean stands(long planId) {
        return planId > voidUpTo;
    }

    /** Why approvals were taken back last, as the code of a decision that refuses for that reason. Any thread. */
    public int voidCode() {
        return voidCode;
    }

    /** Decides on the plans of isolated strategies. Engine agent. */
    public int drain() {
        int count = 0;
        Frame plan;
        while ((plan = inbound.relaxedPeek()) != null && decide(plan) != Sink.BACK_PRESSURED) {
            inbound.relaxedPoll();
            count++;
        }
        return count;
    }

    private long decide(Frame plan) {
        latencies.decided();
        if (execution.offer(plan) == Sink.BACK_PRESSURED) {
            return Sink.BACK_PRESSURED;
        }
        final int mark = worker.trace().enter(plan.buffer(), 0, plan.length(), 0);
        final long result = decide(plan.buffer(), plan.length());
        worker.trace().leave(mark);
        return result;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private long decide(MutableDirectBuffer buffer, int length) {
        final long planId = lastPlanId + 1;
        lastPlanId = planId;
        final int objector = objection(buffer, length, true);
        if (objector != NOBODY) {
            return objector < 0
                    ? refuse(planId, buffer, length, objector)
                    : refuseFor(planId, buffer, length, objector);
        }
        approvedCount++;
        reader.wrap(buffer, 0, length);
        decisions.approved(planId, reader);
        executor().onMessage(buffer, 0, length, planId);
        latencies.signed();
        return TAKEN;
    }

    /** Index of the monitor that objects, one of the gate's own reasons, or {@link #NOBODY}. */
    private int objection(MutableDirectBuffer buffer, int length, boolean earnest) {
        if (halts.halted()) {
            return HALTED;
        }
        if (earnest && !armed.getAsBoolean()) {
            return NOT_ARMED;
        }
        if (executor() == null) {
            return NO_EXECUTOR;
        }
        if (!requiredBound()) {
            return NOT_ALL_BOUND;
        }
        for (int i = 0; i < monitors.length; i++) {
            final MonitorBinding monitor = bound(i);
            objected = monitor == null ? RiskMonitor.NO_OBJECTION : ask(monitor, buffer, length, earnest);
            if (monitor == null || objected != RiskMonitor.NO_OBJECTION) {
                return i;
            }
        }
        return NOBODY;
    }

    /** A monitor, null where none is bound or it was unbound while it could not be told. */
    private MonitorBinding bound(int index) {
        final MonitorBinding monitor = (MonitorBinding) monitors[index].active();
        return monitor == null || (monitor.revoked() && monitor.state() != PluginState.FAULTED) ? null : monitor;
    }

    private int ask(MonitorBinding monitor, MutableDirectBuffer plan, int length, boolean earnest) {
        if (monitor.state() == PluginState.FAULTED) {
            return -1;
        }
        final Object outer = worker.enter(monitor);
        try {
            reader.wrap(plan, 0, length);
            if (earnest) {
                return monitor.monitor().check(reader);
            }
            monitor.monitor().rehearse(reader);
            return RiskMonitor.NO_OBJECTION;
        } catch (Throwable t) { // a monitor that throws counts as an objection
            monitor.slot().fault(monitor, t);
            return -1;
        } finally {
            worker.exit(outer);
        }
    }

    private long refuse(long planId, MutableDirectBuffer buffer, int length, int reason) {
        final String why =
                switch (reason) {
                    case HALTED -> "trading is halted, " + halts.reason();
                    case NOT_ARMED -> "live trading is not armed: alphapulse:arm";
                    case NO_EXECUTOR -> "no executor is bound for this trading mode";
                    default -> "not all required risk monitors are bound: " + required;
                };
        return refuse(planId, buffer, length, "gate", -reason, why);
    }

    private long refuseFor(long planId, MutableDirectBuffer buffer, int length, int index) {
        final String id = monitors[index].id();
        final MonitorBinding monitor = bound(index);
        if (objected == RiskMonitor.NO_OBJECTION || monitor == null) {
            return refuse(planId, buffer, length, id, 4, "the risk monitor is not bound at present");
        }
        final String why = objected < 0 ? monitor.reason() : monitor.monitor().explain(objected);
        return refuse(planId, buffer, length, id, objected, why);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private long refuse(long planId, MutableDirectBuffer buffer, int length, String by, int code, String why) {
        refusedCount++;
        reader.wrap(buffer, 0, length);
        decisions.refused(planId, reader, by, code, why);
        return StrategyContext.REFUSED;
    }

    private Slot executor() {
        for (int i = 0; i < executors.length; i++) {
            if (executors[i].active() != null) {
                return executors[i];
            }
        }
        return executors.length == 0 ? null : executors[0];
    }

    private boolean requiredBound() {
        for (int i = 0; i < required.size(); i++) {
            if (!isKnown(required.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(String id) {
        for (int i = 0; i < monitors.length; i++) {
            if (monitors[i].id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** Plans approved so far. Any thread. */
    public long approvedCount() {
        return approvedCount;
    }

    /** Plans refused so far. Any thread. */
    public long refusedCount() {
        return refusedCount;
    }
}
