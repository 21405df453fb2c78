package org.alphapulse.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.alphapulse.chain.RpcException;
import org.alphapulse.chain.UnreachableException;

/** {@code ./alphapulse run --chain}: ETC_FOLDER CHAIN ENDPOINTS. Exits with 1 and one line that says what to do. */
public final class ChainSetupMain {
    private ChainSetupMain() {}

    /**
     * Runs it.
     *
     * @param arguments folder of the instance's configuration, name of the chain, endpoints
     */
    public static void main(String[] arguments) {
        try {
            new ChainSetup(Path.of(arguments[0]), arguments[1], arguments[2])
                    .run()
                    .forEach(line -> System.out.println("alphapulse: " + line));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            fail(e);
        } catch (UnreachableException | RpcException e) {
            fail(e);
        }
    }

    private static void fail(Exception e) {
        System.err.println("alphapulse: " + e.getMessage());
        System.exit(1);
    }
}
