package org.alphapulse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.benchmarks.pipeline.PipelineRun;
import org.alphapulse.submission.open.PublicPool;

/** The pipeline in a plain JVM of its own, so that nothing else shares its heap. */
final class PipelineProcess {
    private PipelineProcess() {}

    /** Arguments: input, folder for files, socket of the node, rate, seconds, seconds of warm-up, file for the result. */
    public static void main(String[] args) throws IOException, InterruptedException {
        final PipelineInput input = PipelineInput.read(Path.of(args[0]));
        final PipelineRun.Options options = new PipelineRun.Options(
                Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]), true);
        final PublicPool pool = new PublicPool(PipelineInput.CHAIN_ID, args[2]);
        try (PipelineEngine engine = new PipelineEngine(
                PipelineSetup.make(input, Path.of(args[1]), Path.of(args[2])), TradingMode.SHADOW, pool)) {
            final PipelineRun run = new PipelineRun(input, options, engine, line -> System.out.println("  " + line));
            Files.writeString(Path.of(args[6]), run.run());
        }
    }
}
