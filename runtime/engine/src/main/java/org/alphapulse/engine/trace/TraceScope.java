package org.alphapulse.engine.trace;

import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.TraceContextFlyweight;

/**
 * The trace of the message that a worker is delivering at present, so that what is sent from inside the delivery belongs to it; and the
 * traces of the last plans, since their reports come later. Confined to the worker's thread but for {@link #copyPlan}.
 */
public final class TraceScope {
    private static final int NOTHING = -1;
    private static final int WORDS = 4;
    private static final int DEPTH = 16;
    private static final int PLANS = 1024;
    private static final int PLAN_WORDS = WORDS + 1;

    private final long[] stack = new long[DEPTH * WORDS];
    private final boolean[] traced = new boolean[DEPTH];
    private final MessageReader reader = new MessageReader();
    private final TraceContextFlyweight context = new TraceContextFlyweight();
    private AtomicLongArray plans;
    private int depth;

    /** Begins a delivery; returns what {@link #leave} needs. */
    public int enter(MutableDirectBuffer message, int offset, int length, long planId) {
        final boolean marked = (message.getByte(offset + HeaderFlyweight.FLAGS_OFFSET) & HeaderFlags.TRACED) != 0;
        if (!marked && depth == 0) {
            return NOTHING;
        }
        return push(message, offset, length, planId, marked);
    }

    private int push(MutableDirectBuffer message, int offset, int length, long planId, boolean marked) {
        final int before = depth;
        if (before == DEPTH) {
            return NOTHING;
        }
        depth = before + 1;
        traced[before] = marked && find(message, offset, length);
        if (traced[before]) {
            final int at = before * WORDS;
            stack[at] = context.traceIdWord0();
            stack[at + 1] = context.traceIdWord1();
            stack[at + 2] = context.spanId();
            stack[at + 3] = context.domain();
            if (planId != 0) {
                remember(planId, at);
            }
        }
        return before;
    }

    private boolean find(MutableDirectBuffer message, int offset, int length) {
        if (reader.wrap(message, offset, length) != 0) {
            return false;
        }
        int type;
        while ((type = reader.next()) > 0) {
            if (type == TraceContextFlyweight.TYPE) {
                return context.readFrom(reader) == 0;
            }
        }
        return false;
    }

    private void remember(long planId, int at) {
        if (plans == null) {
            plans = new AtomicLongArray(PLANS * PLAN_WORDS);
        }
        final int to = (int) (planId & (PLANS - 1)) * PLAN_WORDS;
        plans.set(to, 0);
        for (int word = 0; word < WORDS; word++) {
            plans.lazySet(to + 1 + word, stack[at + word]);
        }
        plans.lazySet(to, planId);
    }

    /** Ends a delivery. */
    public void leave(int mark) {
        if (mark != NOTHING) {
            depth = mark;
        }
    }

    /** Copies the trace of the message under way: two words of the id, span, domain. False if there is none. */
    boolean copyCurrent(long[] target) {
        final int top = depth - 1;
        if (top < 0 || !traced[top]) {
            return false;
        }
        System.arraycopy(stack, top * WORDS, target, 0, WORDS);
        return true;
    }

    /** The same for a plan that was delivered before. Any thread. */
    boolean copyPlan(long planId, long[] target) {
        final AtomicLongArray known = plans;
        if (known == null || planId == 0) {
            return false;
        }
        final int from = (int) (planId & (PLANS - 1)) * PLAN_WORDS;
        if (known.get(from) != planId) {
            return false;
        }
        for (int word = 0; word < WORDS; word++) {
            target[word] = known.get(from + 1 + word);
        }
        return known.get(from) == planId;
    }

    static long longAt(MutableDirectBuffer buffer, int index) {
        return buffer.getLong(index, ByteOrder.LITTLE_ENDIAN);
    }
}
