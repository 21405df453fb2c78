package org.alphapulse.devnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Running local chains with real protocol bytecode. Thread-safe.
 *
 * <p>The nodes are child processes that end with {@link #close()}, and also with this JVM, however that ends.
 */
public final class Devnet implements AutoCloseable {
    private final List<LocalChain> chains;

    private Devnet(List<LocalChain> chains) {
        this.chains = List.copyOf(chains);
    }

    /**
     * Starts all chains, deploying what the cache does not have, and returns when they answer.
     *
     * @param spec what to start
     * @return the running devnet; close it
     * @throws IllegalStateException if the npm packages or the node binary are missing, or a deployment fails
     */
    public static Devnet start(DevnetSpec spec) {
        Npm npm = new Npm(spec.npm());
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        StateCache cache = new StateCache(spec.cache(), npm, http);
        List<CompletableFuture<LocalChain>> starting = spec.chains().stream()
                .map(chain -> CompletableFuture.supplyAsync(() -> start(chain, spec.seed(), npm, cache, http)))
                .toList();
        List<LocalChain> started = new ArrayList<>();
        RuntimeException failure = null;
        for (CompletableFuture<LocalChain> chain : starting) {
            try {
                started.add(chain.join());
            } catch (CompletionException failed) {
                failure = failed.getCause() instanceof RuntimeException cause ? cause : failed;
            }
        }
        if (failure != null) {
            started.forEach(LocalChain::close);
            throw failure;
        }
        return new Devnet(started);
    }

    /**
     * The chains, in the order of the specification.
     *
     * @return at least one
     */
    public List<LocalChain> chains() {
        return chains;
    }

    /**
     * A chain by its id.
     *
     * @param id such as 1
     * @return the chain
     * @throws IllegalArgumentException if there is none
     */
    public LocalChain chain(long id) {
        return chains.stream()
                .filter(chain -> chain.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no chain " + id + " among "
                        + chains.stream().map(LocalChain::id).toList()));
    }

    /** Ends all chains. */
    @Override
    public void close() {
        chains.forEach(LocalChain::close);
    }

    private static LocalChain start(ChainSpec chain, long seed, Npm npm, StateCache cache, HttpClient http) {
        StateCache.Entry entry = cache.get(chain.id(), seed);
        List<String> arguments = new ArrayList<>(StateCache.nodeArguments(chain.id()));
        // The node keeps the last 500 states in memory, enough for any reorganisation; writing older ones to disk costs
        // 40 ms a
        // block.
        arguments.addAll(List.of("--max-persisted-states", "0"));
        if (!chain.blockTime().isZero()) {
            arguments.addAll(
                    List.of("--block-time", Long.toString(chain.blockTime().toSeconds())));
        }
        Function<Path, Anvil> starter = state -> {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of("--load-state", state.toString()));
            return Anvil.start(npm.anvil(), all);
        };
        Anvil node = starter.apply(entry.state());
        try {
            Rpc rpc = new Rpc(http, URI.create("http://127.0.0.1:" + node.port()));
            rpc.call("evm_setBlockGasLimit", "0x1c9c380");
            // The deployment's blocks are of another time; a block of today gives reorganisations an ancestor of today.
            rpc.call("evm_mine");
            List<Account> accounts = StateCache.accounts(node);
            return new LocalChain(
                    chain, starter, node, rpc, entry.deployment(), accounts, AaveDeployment.aggregatorCode(npm));
        } catch (IOException unreadable) {
            node.close();
            throw new UncheckedIOException("cannot read the node's accounts", unreadable);
        } catch (RuntimeException failed) {
            node.close();
            throw failed;
        }
    }
}
