package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.alphapulse.evm.Keccak256;
import org.alphapulse.spi.submission.SubmissionChannel;

/** A chain of one account, through a node that can be set back, lose transactions and fall silent; also the way to it. */
final class ScriptedChain implements Chain, SubmissionChannel {
    private final TreeMap<Long, Head> blocks = new TreeMap<>();
    private final Map<String, Mined> receipts = new HashMap<>();
    final Set<String> pool = new HashSet<>();
    /** How many of the newest blocks the node does not have. */
    long behind;

    boolean silent;
    /** The account's next nonce by the blocks, and by the pool too. */
    long mined;

    long pooled;
    int answer = ACCEPTED;
    Runnable beforeSubmit = () -> {};

    /** Adds blocks. */
    void mine(int count) {
        for (int i = 0; i < count; i++) {
            final long number = blocks.isEmpty() ? 1 : blocks.lastKey() + 1;
            blocks.put(number, new Head(number, hash(number), hash(number - 1), 1));
        }
    }

    private static String hash(long number) {
        return String.format("0x%064x", number);
    }

    /** Adds a block with a transaction of the account. */
    void mine(String transaction, boolean success) {
        mine(1);
        final long number = blocks.lastKey();
        pool.remove(transaction);
        mined++;
        pooled = Math.max(pooled, mined);
        receipts.put(transaction, new Mined(success, number, hash(number), 0, 21_000, 7, BigInteger.ONE));
    }

    private long newest() {
        return blocks.lastKey() - behind;
    }

    private void answer() {
        if (silent) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Override
    public Head latest() {
        answer();
        return blocks.get(newest());
    }

    @Override
    public Optional<Head> header(long number) {
        answer();
        return number > newest() ? Optional.empty() : Optional.ofNullable(blocks.get(number));
    }

    @Override
    public long nonce(String account, boolean withPool) {
        answer();
        final long later = receipts.values().stream()
                .filter(receipt -> receipt.block() > newest())
                .count();
        return withPool ? pooled : mined - later;
    }

    @Override
    public Optional<Mined> receipt(String hash) {
        answer();
        return Optional.ofNullable(receipts.get(hash)).filter(receipt -> receipt.block() <= newest());
    }

    @Override
    public boolean knows(String hash) {
        answer();
        return pool.contains(hash) || receipt(hash).isPresent();
    }

    @Override
    public String refusal(String from, String to, String data, long gas) {
        answer();
        return "";
    }

    @Override
    public void close() {}

    @Override
    public long chainId() {
        return 1;
    }

    @Override
    public int code() {
        return PUBLIC_POOL;
    }

    @Override
    public int submit(byte[] transaction, int length) {
        beforeSubmit.run();
        final byte[] hash = new byte[32];
        new Keccak256().hash(transaction, 0, length, hash, 0);
        if (answer == ACCEPTED) {
            pool.add("0x" + HexFormat.of().formatHex(hash));
        }
        return answer;
    }

    @Override
    public String reason() {
        return "on purpose";
    }
}
