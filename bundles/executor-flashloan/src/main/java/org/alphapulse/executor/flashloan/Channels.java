package org.alphapulse.executor.flashloan;

import java.util.List;
import org.alphapulse.spi.submission.SubmissionChannel;

/** The channels of one chain that are bound at present. */
@FunctionalInterface
interface Channels {
    /** All of them, of any chain. */
    List<SubmissionChannel> all();

    /** The channel of a code, any for 0; null if there is none. */
    default SubmissionChannel find(int code) {
        for (final SubmissionChannel channel : all()) {
            if (code == 0 || channel.code() == code) {
                return channel;
            }
        }
        return null;
    }
}
