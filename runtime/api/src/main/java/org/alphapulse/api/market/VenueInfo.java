package org.alphapulse.api.market;

/**
 * What is known of a venue.
 *
 * @param venue name
 * @param chainId of the chain, 0 off chain
 * @param pools known
 * @param tradablePools in step with the chain
 * @param books order books known
 * @param syncedBooks in step with the venue
 * @param block newest block of the chain all of whose events were told; -1 if there is none
 */
public record VenueInfo(
        String venue, long chainId, int pools, int tradablePools, int books, int syncedBooks, long block) {}
