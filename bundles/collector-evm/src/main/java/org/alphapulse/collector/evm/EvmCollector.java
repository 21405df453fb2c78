package org.alphapulse.collector.evm;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainService;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.ChainStatus;
import org.alphapulse.chain.NodeSpec;
import org.alphapulse.chain.NodeStatus;
import org.alphapulse.chain.RestartStatus;
import org.alphapulse.spi.collector.Collector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Collects the blocks and pool events of one EVM chain; one instance a chain. Its files are chain files, see {@link ChainFile}. It opens
 * nothing before it is bound.
 */
@Component(
        name = "org.alphapulse.collector.evm",
        service = {Collector.class, ChainService.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EvmConfig.class, factory = true)
public final class EvmCollector implements Collector, ChainService {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final ChainFile chain;
    private final List<NodeSpec> nodes;
    private final long silenceNs;
    private final int timeoutMs;
    private final String discoveryMode;
    private final long discoveryRange;
    private final long discoveryPeriodNs;
    private final long quarantineNs;
    private final long restoreBlocks;
    private final Path folder;
    private volatile ChainClient client;
    private volatile ChainStream stream;

    /** Refuses values that make no sense. */
    @Activate
    public EvmCollector(EvmConfig config) {
        final ChainFile file = ChainFile.load(
                Check.text("chain", config::chain, "[a-z0-9-]{1,40}", "the name of a chain file"),
                folder(config.chains_folder(), "karaf.etc", "alphapulse-chains"));
        chain = withId(file, Check.range("chain.id", config::chain_id, 0, 0xffffffffL, "chain id, 0 for the file's"));
        // Whatever it is, a text is not refused as a whole: that would be said with all keys in it.
        nodes = NodeSpec.parse(Check.text("endpoints", config::endpoints, "(?s).*", "at least one endpoint"));
        if (nodes.stream().allMatch(node -> node.streamUrl().isEmpty())) {
            throw new IllegalArgumentException(
                    "endpoints=" + nodes.stream().map(NodeSpec::name).collect(Collectors.joining(","))
                            + " is not allowed; allowed is at least one ws://, wss:// or path of a socket");
        }
        final long silence = Check.range("silence.ms", config::silence_ms, 0, 600_000, "ms");
        silenceNs = MS * (silence == 0 ? Math.max(5_000, 5 * chain.blockTimeMs()) : Math.max(500, silence));
        timeoutMs = (int) Check.range("timeout.ms", config::timeout_ms, 100, 120_000, "ms");
        discoveryMode = Check.oneOf("discovery", config::discovery, "tokens", "scan", "both", "none");
        discoveryRange = Check.range("discovery.range", config::discovery_range, 16, 1_000_000, "blocks");
        discoveryPeriodNs = SECOND * Check.range("discovery.every.s", config::discovery_every_s, 1, 86_400, "seconds");
        quarantineNs = SECOND * Check.range("quarantine.s", config::quarantine_s, 1, 86_400, "seconds");
        restoreBlocks = Check.range("restore.blocks", config::restore_blocks, 0, 1_000_000, "blocks");
        folder = folder(config.folder(), "karaf.data", "alphapulse");
    }

    private static Path folder(String configured, String property, String name) {
        return configured.isBlank() ? Path.of(System.getProperty(property, "data"), name) : Path.of(configured);
    }

    private static ChainFile withId(ChainFile file, long id) {
        final long chainId = id == 0 ? file.chainId() : id;
        if (chainId == 0) {
            throw new IllegalArgumentException("chain.id is neither configured nor in the chain file " + file.name());
        }
        return new ChainFile(
                file.name(),
                chainId,
                file.blockTimeMs(),
                file.multicall(),
                file.multicallKind(),
                file.factories(),
                file.tokens(),
                file.entries());
    }

    @Override
    public void start(CollectorContext context) {
        final ChainClient opened =
                new ChainClient(new ChainSettings(nodes, timeoutMs, chain.multicall(), chain.multicallKind()));
        final ChainStream started = new ChainStream(
                chain, opened, context, new ChainStream.Limits(silenceNs, timeoutMs, quarantineNs, restoreBlocks));
        client = opened;
        stream = started;
        context.scheduler().agent(context.id(), started::doWork);
        if (opened.nodes().size() > 1) {
            context.scheduler().background(context.id() + "-heads", new HeadWatch(started, opened)::doWork);
        }
        if ("none".equals(discoveryMode)) {
            started.listed();
        } else {
            final DiscoveryFile file =
                    new DiscoveryFile(folder.resolve("pools-" + chain.name() + "-" + chain.chainId() + ".csv"));
            final Discovery discovery = new Discovery(chain, opened, file, discoveryRange, started::discovered);
            context.scheduler()
                    .background(
                            context.id() + "-discovery",
                            new DiscoveryTask(
                                    chain.name(),
                                    discovery,
                                    discoveryMode,
                                    discoveryPeriodNs,
                                    context.clock()::nanoTime,
                                    started::listed)::doWork);
        }
    }

    @Override
    public void stop() {
        if (client != null) {
            client.close();
            stream.close();
        }
    }

    @Override
    public ChainStatus status() {
        final ChainStream running = stream;
        return running == null
                ? new ChainStatus(
                        chain.name(),
                        chain.chainId(),
                        "",
                        "not bound",
                        -1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        RestartStatus.NONE)
                : running.status();
    }

    @Override
    public List<NodeStatus> nodes() {
        final ChainClient running = client;
        return running == null ? List.of() : running.status();
    }
}
