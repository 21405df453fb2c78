package org.alphapulse.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Configuration as Declarative Services would pass it to a component. */
public final class PluginConfig {
    private PluginConfig() {}

    /**
     * Makes an instance of a component's configuration annotation.
     *
     * @param type the annotation
     * @param values by method name; a method that is not named gives its default
     * @param <T> the annotation
     * @return the configuration
     * @throws IllegalArgumentException if a name is no method of the annotation
     */
    public static <T> T of(Class<T> type, Map<String, ?> values) {
        final Set<String> known =
                Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        if (!known.containsAll(values.keySet())) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has " + known + ", not all of " + values.keySet());
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, none) -> {
            final Object value = values.get(method.getName());
            return value == null ? method.getDefaultValue() : value;
        }));
    }
}
