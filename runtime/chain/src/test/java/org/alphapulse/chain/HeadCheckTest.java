package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadCheckTest {
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final String BLOCK = "{\"number\":\"0x5\",\"hash\":\"" + HASH + "\"}";

    @Test
    void shouldGiveNoVoteToANodeThatAnswersNonsense() throws Exception {
        for (final String nonsense :
                new String[] {BLOCK.replace("0x5", "five"), BLOCK.replace("0x5", "0x" + "f".repeat(16))}) {
            try (CannedNode honest = new CannedNode(BLOCK);
                    CannedNode confused = new CannedNode(nonsense);
                    ChainClient client = new ChainClient(ChainSettings.of(honest.url() + "," + confused.url()))) {
                final HeadCheck check = new HeadCheck(client, 1);
                assertEquals(
                        HeadCheck.Verdict.AGREED, check.check(client.nodes().get(0), 5, HASH));
            }
        }
    }
}
