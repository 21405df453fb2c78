package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.spi.signer.Signer;

/** A process that trades the plan in a file again and again until it is killed, or just settles what is open. */
final class TradingProcess {
    private TradingProcess() {}

    /** Arguments: folder, node, contract, {@code trade} or {@code settle}. */
    public static void main(String[] args) throws Exception {
        final Path folder = Path.of(args[0]);
        final Signer signer = Desk.signer(folder, "");
        try (FileLedger ledger = FileLedger.open(folder.resolve("ledger"), 1 << 20);
                Desk desk = new Desk(
                        signer, ledger, args[1], 1, args[2], Map.of("replace_after_blocks", 2, "deadline_blocks", 5))) {
            desk.awaitReady();
            System.out.println("ready");
            final UnsafeBuffer plan = new UnsafeBuffer(java.nio.file.Files.readAllBytes(folder.resolve("plan")));
            while (args[3].equals("trade")) {
                desk.execute(plan);
                Thread.sleep(15);
            }
            final long deadline = System.nanoTime() + 60_000_000_000L;
            while (!ledger.open().isEmpty()) {
                if (System.nanoTime() > deadline) {
                    System.out.println("not settled: " + desk.defect + " " + ledger.open());
                    System.exit(1);
                }
                Thread.sleep(20);
            }
            System.out.println(
                    "settled " + BigInteger.valueOf(ledger.newest(10_000).size()));
        }
        System.exit(0);
    }
}
