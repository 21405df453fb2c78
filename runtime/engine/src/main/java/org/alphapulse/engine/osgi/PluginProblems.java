package org.alphapulse.engine.osgi;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.engine.slot.Binding;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Explains, one line each, the plugins that never came so far as to be bound. */
final class PluginProblems {
    private static final String SPI = "org.alphapulse.spi.";

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final SignatureCheck signatures;

    PluginProblems(BundleContext context, ServiceComponentRuntime components, SignatureCheck signatures) {
        this.context = context;
        this.components = components;
        this.signatures = signatures;
    }

    static PluginStatus row(String id, PluginKind kind, Binding.Origin origin, String reason) {
        return new PluginStatus(
                id, kind, origin.bundle(), origin.version(), "", PluginState.FAULTED, reason, "", 0, 0, 0, 0, 0, 0, 0);
    }

    List<PluginStatus> rows() {
        final List<PluginStatus> rows = new ArrayList<>();
        for (final Bundle bundle : context.getBundles()) {
            final BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (bundle.getState() == Bundle.INSTALLED && revision != null) {
                unresolved(bundle, revision, rows);
            }
        }
        for (final ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
            final PluginKind kind = kind(description);
            if (kind != null) {
                failed(description, kind, rows);
            }
        }
        return rows;
    }

    private void unresolved(Bundle bundle, BundleRevision revision, List<PluginStatus> rows) {
        PluginKind kind = null;
        final List<String> missing = new ArrayList<>();
        for (final BundleRequirement requirement : revision.getDeclaredRequirements(BundleRevision.PACKAGE_NAMESPACE)) {
            final String filter = requirement.getDirectives().getOrDefault("filter", "");
            if (filter.contains(SPI)) {
                kind = kindOf(filter);
            }
            if (!"optional".equals(requirement.getDirectives().get("resolution")) && !isExported(requirement)) {
                missing.add(filter);
            }
        }
        if (kind == null) {
            return;
        }
        final String signature = signatures.problem(bundle);
        final String reason = !signature.isEmpty()
                ? signature
                : missing.isEmpty()
                        ? "not resolved; bundle:diag " + bundle.getBundleId() + " says more"
                        : "no bundle exports what it imports: " + String.join(" ", missing)
                                + "; build it against the versions of this runtime";
        rows.add(row(bundle.getSymbolicName(), kind, origin(bundle), reason));
    }

    private boolean isExported(BundleRequirement requirement) {
        for (final Bundle bundle : context.getBundles()) {
            final BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null
                    && revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE).stream()
                            .anyMatch(requirement::matches)) {
                return true;
            }
        }
        return false;
    }

    private void failed(ComponentDescriptionDTO description, PluginKind kind, List<PluginStatus> rows) {
        for (final ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(description)) {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                final Bundle bundle = context.getBundle(description.bundle.id);
                final Object pid = configuration.properties.get("service.pid");
                final String id = PluginReader.instanceName(pid == null ? description.name : pid.toString());
                rows.add(row(id, kind, origin(bundle), firstCause(configuration.failure)));
            }
        }
    }

    /** The message of the innermost exception in a printed stack trace. */
    private static String firstCause(String trace) {
        String line = trace.lines().findFirst().orElse("activation failed");
        for (final String next : trace.lines().toList()) {
            if (next.startsWith("Caused by: ")) {
                line = next.substring("Caused by: ".length());
            }
        }
        return line.replaceFirst("^java\\.lang\\.IllegalArgumentException: ", "");
    }

    private static Binding.Origin origin(Bundle bundle) {
        return new Binding.Origin(bundle.getSymbolicName(), bundle.getVersion().toString(), 0);
    }

    private static PluginKind kind(ComponentDescriptionDTO description) {
        for (final String service : description.serviceInterfaces) {
            if (service.startsWith(SPI)) {
                return kindOf(service);
            }
        }
        return null;
    }

    private static PluginKind kindOf(String name) {
        if (name.contains(SPI + "collector")) {
            return PluginKind.COLLECTOR;
        }
        if (name.contains(SPI + "executor")) {
            return PluginKind.EXECUTOR;
        }
        return name.contains(SPI + "risk") ? PluginKind.RISK_MONITOR : PluginKind.STRATEGY;
    }
}
