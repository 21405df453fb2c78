package org.alphapulse.engine.osgi;

import java.util.HashMap;
import java.util.Map;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.spi.strategy.StrategyProperties;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Reads what the engine must know of a plugin from its service. */
final class PluginReader {
    private static final String OURS = "org.alphapulse.";

    private PluginReader() {}

    static Plugin read(ServiceReference<?> reference) {
        final Map<String, Object> properties = new HashMap<>();
        for (final String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        final Bundle bundle = reference.getBundle();
        final Binding.Origin origin =
                new Binding.Origin(bundle.getSymbolicName(), bundle.getVersion().toString(), schema(properties));
        return new Plugin(id(properties), origin, bundle.getSymbolicName().startsWith(OURS), properties);
    }

    private static int schema(Map<String, Object> properties) {
        final Object schema = properties.get(StrategyProperties.STATE_SCHEMA);
        return schema instanceof Number number ? number.intValue() : 0;
    }

    private static String id(Map<String, Object> properties) {
        final Object slot = properties.get(StrategyProperties.SLOT);
        if (slot != null && !slot.toString().isBlank()) {
            return slot.toString().trim();
        }
        final Object pid = properties.get(Constants.SERVICE_PID);
        final Object name = pid != null ? pid : properties.get("component.name");
        return instanceName(String.valueOf(name));
    }

    /** Shortens a PID to the id of the instance. */
    static String instanceName(String pid) {
        return pid.startsWith(OURS) ? pid.substring(OURS.length()) : pid;
    }
}
