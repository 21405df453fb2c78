package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class NoiseTest {
    @Test
    void shouldMineAllThatIsSubmittedWhenNoiseRunsOnTwoChains() throws InterruptedException {
        try (Devnet devnet = Devnet.start(DevnetSpec.defaults())) {
            assertEquals(
                    List.of(1L, 137L),
                    devnet.chains().stream().map(LocalChain::id).toList());
            List<Noise> noises = new ArrayList<>();
            List<Long> starts = new ArrayList<>();
            for (LocalChain chain : devnet.chains()) {
                starts.add(chain.blockNumber());
                noises.add(chain.noise(new NoiseSpec(5, 100, 5, 1, 0.01)));
            }
            await("others trade", () -> noises.stream().allMatch(noise -> noise.swaps() > 400));
            noises.forEach(Noise::close);
            for (int i = 0; i < 2; i++) {
                LocalChain chain = devnet.chains().get(i);
                Noise noise = noises.get(i);
                chain.mine(1);
                List<Receipt> mined = receipts(chain, starts.get(i));
                long failed =
                        mined.stream().filter(receipt -> !receipt.success()).count();
                long sent = noise.swaps() + noise.liquidityChanges() + noise.oracleMoves();
                assertTrue(mined.size() >= sent, () -> mined.size() + " mined of " + sent);
                assertTrue(failed <= sent / 50, () -> failed + " failed of " + sent);
                assertEquals(0, noise.refused());
            }
        }
    }

    @Test
    void shouldGoOnWithoutGapsWhenTheChainIsReorganisedUnderIt() throws InterruptedException {
        try (Devnet devnet = Devnet.start(DevnetSpec.defaults().withChains(ChainSpec.of(1)))) {
            LocalChain chain = devnet.chain(1);
            Noise noise = chain.noise(new NoiseSpec(6, 50, 2, 0.5, 0.01));
            long start = chain.blockNumber();
            await("others trade", () -> noise.swaps() > 100 && chain.blockNumber() >= start + 3);
            chain.reorg(3);
            long after = chain.blockNumber();
            long before = noise.swaps();
            await("others trade again", () -> noise.swaps() > before + 100);
            noise.close();
            chain.mine(1);
            JsonNode waiting = chain.rpc().call("txpool_status");
            assertEquals("0x0", waiting.path("pending").asText());
            assertEquals("0x0", waiting.path("queued").asText(), "a gap in the nonces leaves transactions queued");
            List<Receipt> mined = receipts(chain, after);
            assertTrue(mined.size() > 50, () -> mined.size() + " mined after the reorganisation");
            assertEquals(0, noise.refused());
        }
    }

    @Test
    void shouldDoTheSameWhenTheSeedIsTheSame() throws InterruptedException {
        List<Map<String, List<String>>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
                LocalChain chain = devnet.chain(1);
                long start = chain.blockNumber();
                try (Noise noise = chain.noise(new NoiseSpec(9, 100, 0, 0, 0.01))) {
                    while (noise.swaps() < 30) {
                        Thread.sleep(5);
                    }
                }
                Map<String, List<String>> firstFour = new TreeMap<>();
                for (Receipt receipt : receipts(chain, start)) {
                    List<String> hashes = firstFour.computeIfAbsent(receipt.from(), from -> new ArrayList<>());
                    if (hashes.size() < 4) {
                        hashes.add(receipt.transactionHash());
                    }
                }
                assertEquals(6, firstFour.size());
                runs.add(firstFour);
            }
        }
        // How far each trader came depends on how busy the machine is; what they did first does not.
        for (String trader : runs.get(0).keySet()) {
            List<String> one = runs.get(0).get(trader);
            List<String> other = runs.get(1).get(trader);
            int both = Math.min(one.size(), other.size());
            assertTrue(both >= 2, () -> one + " and " + other);
            assertEquals(one.subList(0, both), other.subList(0, both));
        }
    }

    @Test
    void shouldRefuseARateThatTheNodeCannotTake() {
        assertThrows(IllegalArgumentException.class, () -> NoiseSpec.of(1, 1000));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            Thread.sleep(50);
        }
    }

    private static List<Receipt> receipts(LocalChain chain, long after) {
        List<Receipt> receipts = new ArrayList<>();
        for (long block = after + 1; block <= chain.blockNumber(); block++) {
            chain.rpc()
                    .call("eth_getBlockReceipts", "0x" + Long.toHexString(block))
                    .forEach(receipt -> receipts.add(Receipt.of(receipt)));
        }
        return receipts;
    }
}
