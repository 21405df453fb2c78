package org.alphapulse.benchmarks;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes a declarative-services component outside a container: from its activation constructor, configuration values and services. */
final class Components {
    private Components() {}

    /**
     * Makes a component.
     *
     * @param type class of the component; its one public constructor is that of the activation
     * @param values configuration by key, as text or text array; what is missing has its default
     * @param services what its other parameters may be
     */
    static <T> T make(Class<T> type, Map<String, Object> values, Object... services) {
        final Constructor<?> constructor = type.getConstructors()[0];
        final Class<?>[] wanted = constructor.getParameterTypes();
        final Object[] given = new Object[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            given[i] = wanted[i].isAnnotation() ? configuration(wanted[i], values) : service(wanted[i], services);
        }
        try {
            return type.cast(constructor.newInstance(given));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " refuses its configuration: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    /** Sets the field of a reference that comes and goes. */
    static void bind(Object component, String field, Object value) {
        try {
            final Field reference = component.getClass().getDeclaredField(field);
            reference.setAccessible(true);
            reference.set(component, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot bind " + field, e);
        }
    }

    private static Object service(Class<?> type, Object... services) {
        for (final Object service : services) {
            if (type.isInstance(service)) {
                return service;
            }
        }
        throw new IllegalStateException("no service " + type);
    }

    private static Object configuration(Class<?> type, Map<String, Object> values) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            final Object value = values.get(method.getName().replace('_', '.'));
            return value == null ? method.getDefaultValue() : convert(method, value);
        });
    }

    private static Object convert(Method method, Object value) {
        final Class<?> type = method.getReturnType();
        if (type == int.class) {
            return Integer.valueOf(value.toString());
        }
        if (type == long.class) {
            return Long.valueOf(value.toString());
        }
        if (type == double.class) {
            return Double.valueOf(value.toString());
        }
        if (type == boolean.class) {
            return Boolean.valueOf(value.toString());
        }
        return value;
    }
}
