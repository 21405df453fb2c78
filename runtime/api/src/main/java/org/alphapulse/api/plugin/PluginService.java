package org.alphapulse.api.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads the state of the engine and its plugins. Any thread; figures are a snapshot. */
@ProviderType
public interface PluginService {
    /**
     * Reads the engine.
     *
     * @return its state now
     */
    EngineStatus status();

    /**
     * Reads all plugin instances, the refused ones included.
     *
     * @return one row an instance, ordered by kind and id
     */
    List<PluginStatus> plugins();
}
