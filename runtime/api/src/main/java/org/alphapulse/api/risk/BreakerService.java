package org.alphapulse.api.risk;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** What a risk monitor with breakers tells of them, beside being a monitor. One service a monitor. Any thread. */
@ConsumerType
public interface BreakerService {
    /**
     * Reads the breakers.
     *
     * @return one row each
     */
    List<BreakerStatus> breakers();
}
