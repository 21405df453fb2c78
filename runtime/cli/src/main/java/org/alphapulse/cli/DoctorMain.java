package org.alphapulse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./alphapulse doctor}: looks at the machine, the configuration and the endpoints of an instance, which need not run, and says what
 * to do. Exits with 1 when something has to be mended.
 */
public final class DoctorMain {
    private DoctorMain() {}

    /**
     * Runs it.
     *
     * @param arguments folder of the distribution, folder of the instance, its etc, and {@code --json} for one JSON object
     */
    public static void main(String[] arguments) {
        if (arguments.length > 4 || (arguments.length == 4 && !"--json".equals(arguments[3]))) {
            System.err.println("usage: ./alphapulse doctor [--json]");
            System.exit(64);
        }
        final boolean json = arguments.length == 4;
        final Findings found =
                examine(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Path.of("/"));
        print(found, json);
        System.exit(found.healthy() ? 0 : 1);
    }

    static Findings examine(Path dist, Path instance, Path etc, Path root) {
        final Findings found = new Findings();
        new MachineCheck(found, root, instance).run();
        try {
            final Path system = dist.resolve("system/org/alphapulse");
            final List<ConfigurationFile> files = new ConfigurationCheck(
                            found,
                            etc,
                            instance.resolve("data"),
                            Metatypes.of(system),
                            Features.of(system),
                            System.getenv())
                    .run();
            new EndpointCheck(found).run(files);
        } catch (IOException e) {
            found.mend("distribution", e.toString(), "./alphapulse build");
        }
        return found;
    }

    private static void print(Findings found, boolean json) {
        if (json) {
            System.out.println("{\"healthy\":" + found.healthy() + ",\"findings\":["
                    + String.join(",", found.all().stream().map(Finding::toJson).toList())
                    + "]}");
            return;
        }
        String area = "";
        for (final Finding finding : found.all()) {
            if (!area.equals(finding.area())) {
                area = finding.area();
                System.out.println(area);
            }
            System.out.println(
                    "  " + String.format("%-4s", finding.level()) + " " + finding.subject() + ": " + finding.what());
            if (!finding.advice().isEmpty()) {
                System.out.println("       -> " + finding.advice());
            }
        }
        System.out.println(found.healthy() ? "nothing has to be mended" : "mend what says MEND, then run this again");
    }
}
