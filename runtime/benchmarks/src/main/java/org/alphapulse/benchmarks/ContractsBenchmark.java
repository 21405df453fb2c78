package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gas of the trading contracts on an EVM: the same routes in Solidity, in Huff and through the official routers, each as a transaction of
 * its own on the protocols' published bytecode. The overhead of a contract is its transaction's gas less what the route's pools need
 * themselves, each swap paying the next pool directly.
 *
 * <p>Arguments: {@code --json FILE}, {@code --contracts FOLDER} (default: {@code contracts} in the clone, or above).
 */
public final class ContractsBenchmark {
    private static final String TABLE = "test/GasTable.t.sol:GasTable";

    private ContractsBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args see the class
     * @throws IOException if forge cannot be run or a file cannot be written
     * @throws InterruptedException if interrupted while forge runs
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        Bench.check(args, 0, "--json FILE", "--contracts FOLDER");
        final String named = Bench.argument(args, "--contracts", null);
        final Path contracts = named == null ? found() : Path.of(named);
        final List<Map<String, Object>> rows = rows(new GasTrace(trace(contracts)).measures());
        System.out.printf(
                "%-28s %9s %9s %9s %9s %9s %9s %8s%n",
                "route", "solidity", "huff", "routers", "pools", "over.sol", "over.huff", "saved %");
        for (final Map<String, Object> row : rows) {
            final long solidity = (long) row.get("solidityOverhead");
            final long huff = (long) row.get("huffOverhead");
            System.out.printf(
                    "%-28s %9s %9s %9s %9s %9s %9s %8.1f%n",
                    row.get("name"),
                    row.get("solidityGas"),
                    row.get("huffGas"),
                    row.get("routerGas"),
                    (long) row.get("solidityGas") - solidity,
                    solidity,
                    huff,
                    100.0 * (solidity - huff) / solidity);
        }
        Bench.write(args, Map.of("rows", rows));
    }

    private static Path found() {
        final Path home = Path.of(System.getProperty("alphapulse.home", ""));
        for (Path folder = home.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("contracts/forge"))) {
                return folder.resolve("contracts");
            }
        }
        throw new IllegalStateException(
                "no contracts/forge in " + home.toAbsolutePath() + " or above: give --contracts FOLDER");
    }

    private static JsonNode trace(final Path contracts) throws IOException, InterruptedException {
        final Path output = Files.createTempFile("gas", ".json");
        try {
            final Process forge = new ProcessBuilder(
                            contracts.resolve("forge").toAbsolutePath().toString(),
                            "test",
                            "--isolate",
                            "--no-match-contract",
                            "none",
                            "--match-contract",
                            "^GasTable$",
                            "-vvvv",
                            "--json")
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            final int code = forge.waitFor();
            if (code != 0) {
                throw new IllegalStateException("forge ended with " + code + ": build the contracts module first");
            }
            final JsonNode traces = new ObjectMapper()
                    .readTree(output.toFile())
                    .path(TABLE)
                    .path("test_results")
                    .path("testTable()")
                    .path("traces");
            return traces.path(traces.size() - 1).path(1).path("arena");
        } finally {
            Files.delete(output);
        }
    }

    private static List<Map<String, Object>> rows(final List<GasTrace.Measure> measures) {
        final Map<String, Map<String, GasTrace.Measure>> byRow = new LinkedHashMap<>();
        final Map<String, Long> pools = new LinkedHashMap<>();
        for (final GasTrace.Measure measure : measures) {
            byRow.computeIfAbsent(measure.row(), r -> new LinkedHashMap<>()).put(measure.column(), measure);
            if (measure.row().endsWith(",compound") && measure.column().equals("huff")) {
                pools.put(route(measure.row()), measure.poolsGas());
            }
        }
        final List<Map<String, Object>> rows = new ArrayList<>();
        byRow.forEach((name, columns) -> rows.add(row(name, columns, pools.get(route(name)))));
        return rows;
    }

    private static String route(final String row) {
        final String[] parts = row.split(",");
        return parts[0] + "," + parts[1];
    }

    private static Map<String, Object> row(
            final String name, final Map<String, GasTrace.Measure> columns, final long poolsGas) {
        final String[] parts = name.split(",");
        final long solidity = columns.get("solidity").gas();
        final long huff = columns.get("huff").gas();
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name.replace(',', '-'));
        row.put("hops", Integer.parseInt(parts[1]));
        row.put("pools", parts[0]);
        row.put("funding", parts[2]);
        row.put("solidityGas", solidity);
        row.put("huffGas", huff);
        row.put("routerGas", columns.get("router").gas());
        row.put("solidityOverhead", solidity - poolsGas);
        row.put("huffOverhead", huff - poolsGas);
        return row;
    }
}
