package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.spi.signer.Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger as a process may leave it behind, on a chain that is only a few blocks old. */
class RestartTest {
    @TempDir
    Path keys;

    @TempDir
    Path folder;

    private static Planned plan(Arena arena, long nonce, String hash, byte[] transaction) {
        return new Planned(
                9,
                1,
                3,
                1,
                arena.operator.address(),
                nonce,
                hash,
                "",
                BigInteger.ONE,
                300_000,
                2_000_000_000L,
                1_000_000_000L,
                0,
                1,
                transaction);
    }

    @Test
    void shouldSettleWhatIsMinedAndGiveUpWhatIsNotWhenTheLedgerHasBoth() throws InterruptedException {
        try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
            final LocalChain chain = devnet.chain(1);
            final Arena arena = new Arena(chain);
            final Signer signer = Desk.signer(keys, arena.operator.privateKey());
            arena.pushApart(60_000);
            final long nonce = arena.mined();
            final Settlement first;
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                    Desk desk = new Desk(signer, ledger, chain.httpUrl(), 1, arena.contract, Map.of())) {
                desk.awaitReady();
                desk.await(desk.execute(arena.plan(arena.weth().units(1))), ExecutionReportFlyweight.RESULT_FILLED);
                first = ledger.newest(1).get(0).settlement().orElseThrow();
                // Refused earlier; mined, but the process died before it knew; written, but never sent.
                final long refused = ledger.plan(plan(arena, nonce + 1, "0x" + "11".repeat(32), new byte[1]));
                ledger.settle(refused, Settlement.without(Outcome.REJECTED, "refused"));
                ledger.undo(ledger.newest(2).get(0).entry());
                ledger.plan(plan(arena, nonce + 1, "0x" + "22".repeat(32), new byte[1]));
            }
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                    Desk desk = new Desk(signer, ledger, chain.httpUrl(), 1, arena.contract, Map.of())) {
                desk.awaitReady();
                assertEquals("", desk.defect);
                assertEquals(List.of(), ledger.open());
                assertEquals(first, ledger.newest(3).get(0).settlement().orElseThrow());
                assertEquals(
                        Outcome.EXPIRED,
                        ledger.newest(1).get(0).settlement().orElseThrow().outcome());
                desk.await(desk.execute(arena.plan(arena.weth().units(1))), ExecutionReportFlyweight.RESULT_FILLED);
                assertEquals(nonce + 2, arena.mined(), "the nonce that was not sent is used by the next plan");
            }
            assertTrue(chain.blockNumber() < Canon.DEPTH, "the chain is too old for this test");
        }
    }
}
