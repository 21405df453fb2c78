package org.alphapulse.chain;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** How the collection of a chain does, for people and other plugins. One service a chain. Any thread. */
@ConsumerType
public interface ChainService {
    /**
     * A moment of it.
     *
     * @return a copy
     */
    ChainStatus status();

    /**
     * The nodes.
     *
     * @return one row a node, in order of preference
     */
    List<NodeStatus> nodes();
}
