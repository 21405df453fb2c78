package org.alphapulse.api.opportunity;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The opportunities that strategies explained lately, acted on or not. Any thread. */
@ProviderType
public interface OpportunityService {
    /**
     * Reads the newest explanations.
     *
     * @param limit at most so many
     * @return the explanations, newest first
     */
    List<ExplainedOpportunity> recent(int limit);

    /**
     * Finds an explanation.
     *
     * @param id signal id in decimal, or {@code last} for the newest that was acted on, or the newest of all if there is none
     * @return the explanation, empty if it is not known or no longer kept
     */
    Optional<ExplainedOpportunity> explain(String id);
}
