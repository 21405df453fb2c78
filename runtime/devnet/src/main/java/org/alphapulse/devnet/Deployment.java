package org.alphapulse.devnet;

import java.util.List;

/** What was deployed where; kept beside the chain's state in the cache. */
record Deployment(List<Token> tokens, List<Pool> pools, Contracts contracts) {}
