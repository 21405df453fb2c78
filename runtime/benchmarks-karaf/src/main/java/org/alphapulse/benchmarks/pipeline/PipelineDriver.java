package org.alphapulse.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.strategy.StrategyProperties;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the pipeline inside the container as soon as it is ready, when it is configured; leaves the result in the data folder. */
@Component(
        name = "org.alphapulse.benchmarks.pipeline",
        service = PipelineDriver.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PipelineDriver implements PipelineRun.Binder {
    /** Property of the signer that the executor is to use. */
    private static final String TELLING = "benchmark.telling";

    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.benchmarks");

    private final Config config;
    private final BundleContext context;
    private final Path data;
    private final Thread thread;
    private volatile TellingSigner signer;

    /** Configuration. */
    @interface Config {
        String input();

        int rate() default 100_000;

        int seconds() default 60;

        int warm_seconds() default 10;
    }

    /** Starts the run on a thread of its own. */
    @Activate
    public PipelineDriver(Config config, BundleContext context) {
        this.config = config;
        this.context = context;
        this.data = Path.of(context.getProperty("karaf.data"));
        thread = new Thread(this::run, "alphapulse-pipeline-benchmark");
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    @Override
    public <S> void bind(Class<S> kind, S plugin, String slot, String topics) {
        final Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("service.pid", "org.alphapulse." + slot);
        properties.put(StrategyProperties.SLOT, slot);
        properties.put(StrategyProperties.TOPICS, topics);
        context.registerService(kind, plugin, properties);
    }

    @Override
    public void onSignature(LongConsumer taker) {
        signer.tell(taker);
    }

    /** The executor is configured to use only this one. */
    private void standInForSigner() throws InterruptedException, InvalidSyntaxException {
        Collection<ServiceReference<Signer>> found = List.of();
        while (found.isEmpty()) {
            Thread.sleep(20);
            found = context.getServiceReferences(Signer.class, "(!(" + TELLING + "=true))");
        }
        signer = new TellingSigner(context.getService(found.iterator().next()));
        context.registerService(Signer.class, signer, new Hashtable<>(Map.of(TELLING, "true")));
    }

    private void run() {
        try {
            standInForSigner();
            while (!Files.exists(data.resolve("alphapulse-ready.json"))) {
                Thread.sleep(20);
            }
            final PipelineInput input = PipelineInput.read(Path.of(config.input()));
            final PipelineRun.Options options =
                    new PipelineRun.Options(config.rate(), config.seconds(), config.warm_seconds(), true);
            finish(new PipelineRun(input, options, this, this::progress).run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | InvalidSyntaxException | RuntimeException e) {
            LOG.error("the benchmark failed", e);
            finish("{\"error\":\"" + e.toString().replace('"', '\'') + "\"}");
        }
    }

    private void progress(String line) {
        LOG.info("pipeline: {}", line);
        try {
            Files.writeString(data.resolve("pipeline.progress"), line + "\n");
        } catch (IOException e) {
            LOG.warn("the progress cannot be written: {}", e.toString());
        }
    }

    private void finish(String json) {
        try {
            final Path part = data.resolve("pipeline.part");
            Files.writeString(part, json + "\n");
            Files.move(part, data.resolve("pipeline.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("the result cannot be written", e);
        }
    }
}
