package org.alphapulse.collector.evm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a local chain of its own that makes a block of every transaction. */
abstract class OnLocalChain {
    @TempDir
    Path folder;

    private Devnet devnet;
    LocalChain chain;

    @BeforeEach
    final void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
    }

    @AfterEach
    final void stop() {
        devnet.close();
    }

    /** An engine that collects the chain; settings by name and value that differ from the usual ones. */
    final Harness harness(Object... more) {
        final Map<String, Object> settings = new HashMap<>(Map.of("silence_ms", 10_000, "timeout_ms", 5_000));
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return new Harness(chain, folder, Harness.ws(chain), settings);
    }

    /** Swaps in random pools; gives the hashes of the transactions. */
    final List<String> trade(Random random, int swaps) {
        final List<String> hashes = new ArrayList<>();
        for (int i = 0; i < swaps; i++) {
            final Pool pool = chain.pools().get(random.nextInt(50));
            final var in = random.nextBoolean() ? pool.token0() : pool.token1();
            hashes.add(chain.swap(chain.account(1 + i % 5), pool, in, in.worth(20_000 + random.nextInt(200_000)))
                    .transactionHash());
        }
        return hashes;
    }
}
