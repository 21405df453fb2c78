package org.alphapulse.api.risk;

import org.alphapulse.protocol.MessageReader;

/**
 * Proof that the risk gate approved an execution plan. Only the gate can make one: its constructor is private and the one
 * {@link Authority} of the process is taken by the engine before any plugin starts. So an executor cannot be called with a plan
 * that nobody checked.
 *
 * <p>A flyweight: valid only inside the call it is given to.
 */
public final class RiskApproved {
    private static final Authority AUTHORITY = new Authority();

    private MessageReader message;
    private long planId;

    private RiskApproved() {}

    /**
     * Gives the approved message.
     *
     * @return a reader before the first TLV
     */
    public MessageReader message() {
        return message;
    }

    /**
     * Names the plan.
     *
     * @return id that the gate gave it: positive, unique in the process, rising
     */
    public long planId() {
        return planId;
    }

    /**
     * Takes the process's one right to approve.
     *
     * @return the authority
     * @throws IllegalStateException if it was taken before
     */
    public static Authority takeAuthority() {
        AUTHORITY.take();
        return AUTHORITY;
    }

    /** The right to approve plans. */
    public static final class Authority {
        private boolean taken;

        private Authority() {}

        private synchronized void take() {
            if (taken) {
                throw new IllegalStateException("the risk gate already holds the authority to approve plans");
            }
            taken = true;
        }

        /**
         * Makes an empty approval to be filled again and again.
         *
         * @return the flyweight
         */
        public RiskApproved newApproval() {
            return new RiskApproved();
        }

        /**
         * Fills an approval.
         *
         * @param approval the flyweight to fill
         * @param planId id of the plan
         * @param message the approved message
         * @return the flyweight
         */
        public RiskApproved approve(RiskApproved approval, long planId, MessageReader message) {
            approval.planId = planId;
            approval.message = message;
            return approval;
        }
    }
}
