package org.alphapulse.engine.plugin;

import java.util.Map;
import org.alphapulse.engine.slot.Binding;

/**
 * A plugin as it was found, before it is bound.
 *
 * @param id stable id
 * @param origin bundle and version
 * @param ours whether its bundle belongs to this project, which decides the default of its delivery
 * @param properties its service properties
 */
public record Plugin(String id, Binding.Origin origin, boolean ours, Map<String, Object> properties) {
    /** Reads a property as text. */
    public String text(String key, String otherwise) {
        final Object value = properties.get(key);
        return value == null || value.toString().isBlank()
                ? otherwise
                : value.toString().trim();
    }
}
