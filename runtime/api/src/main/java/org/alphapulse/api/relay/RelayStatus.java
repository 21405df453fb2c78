package org.alphapulse.api.relay;

/**
 * One relay at one moment.
 *
 * @param domain name of the relay domain
 * @param published messages so far
 * @param waiting messages that producers have offered and the engine has not taken
 * @param slots slots that it delivers to
 * @param observers observers that read it
 * @param recentMessages messages that the ring still holds; 0 while nobody observes
 * @param recentBytes size of the ring
 * @param snapshots snapshots sent so far
 */
public record RelayStatus(
        String domain,
        long published,
        long waiting,
        int slots,
        int observers,
        long recentMessages,
        long recentBytes,
        long snapshots) {}
