package org.alphapulse.api.relay;

/**
 * The counters of an observer at one moment.
 *
 * @param name as specified
 * @param topics as specified
 * @param policy as specified
 * @param state where it stands
 * @param reason why, in one line; empty while it is live
 * @param received messages delivered
 * @param dropped messages of its relays that it was not given, those of other topics included, since a lost message cannot be matched
 * @param gaps holes seen in the sequences of sources
 * @param missing messages in those holes
 * @param retransmitted messages delivered again after an overflow
 * @param snapshots snapshots delivered
 * @param lag messages between it and the newest one of its relays
 */
public record ObserverStatus(
        String name,
        String topics,
        LossPolicy policy,
        ObserverState state,
        String reason,
        long received,
        long dropped,
        long gaps,
        long missing,
        long retransmitted,
        long snapshots,
        long lag) {}
