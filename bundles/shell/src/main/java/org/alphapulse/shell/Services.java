package org.alphapulse.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Looks services of plugins up anew at each call. As references of a command they would take the command off the shell whenever a
 * plugin comes, goes or is configured anew.
 */
final class Services {
    private Services() {}

    /** Asks all services of a type that are there now. */
    static <S, R> List<R> ask(BundleContext context, Class<S> type, Function<S, R> question) {
        final ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            final List<R> answers = new ArrayList<>();
            tracker.getTracked().values().forEach(service -> answers.add(question.apply(service)));
            return answers;
        } finally {
            tracker.close();
        }
    }
}
