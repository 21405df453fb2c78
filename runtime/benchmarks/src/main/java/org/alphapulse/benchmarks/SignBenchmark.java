package org.alphapulse.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.evm.Keccak256;
import org.alphapulse.evm.TransactionEncoder;
import org.alphapulse.executor.flashloan.RouteCalldata;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.signer.keystore.ImportKey;
import org.alphapulse.signer.keystore.KeystoreSigner;
import org.alphapulse.spi.signer.Signer;

/**
 * From a plan of three hops to a signed transaction: calldata, RLP and Keccak-256 (without and with the hash of the signed
 * form), and the signature by native code, prepared and not, and by Java. The reference of each row is the signature by Java.
 *
 * <pre>SignBenchmark [--json FILE] [--repeats 20]</pre>
 */
public final class SignBenchmark {
    private static final int TIMES = 100_000;
    private static final int SIGNATURES = 2_000;
    static final int HOPS = 3;
    private static final int FIRST_POOL = 0x10;
    static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    private final RouteFlyweight route = route();
    private final RouteCalldata calldata = new RouteCalldata(new byte[20], true);
    private final TransactionEncoder encoder = new TransactionEncoder(RouteCalldata.MAX_LENGTH);
    private final Keccak256 keccak = new Keccak256();
    private final byte[] data = new byte[RouteCalldata.MAX_LENGTH];
    private final byte[] contract = new byte[20];
    private final byte[] signature = new byte[Signer.SIGNATURE_LENGTH];
    private final byte[] hash = new byte[32];
    private final long[] minimumProfit = {1, 0, 0, 0};

    SignBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws IOException when a file cannot be written
     */
    public static void main(final String[] args) throws IOException {
        Bench.check(args, 0, "--json FILE", "--repeats 20");
        final int repeats = Integer.parseInt(Bench.argument(args, "--repeats", "20"));
        final Signer nativeSigner = signer("auto");
        final Signer javaSigner = signer("java");
        final SignBenchmark bench = new SignBenchmark();
        final Signer.Session nativeSession = nativeSigner.newSession();
        final Signer.Session javaSession = javaSigner.newSession();
        final Bench.Result[] encoding = Bench.measure(repeats, TIMES, bench::calldata, bench::encode, bench::keccak);
        final Bench.Result[] signing = Bench.measure(
                repeats,
                SIGNATURES,
                times -> bench.sign(nativeSession, times),
                times -> bench.sign(javaSession, times),
                times -> bench.whole(nativeSession, times));
        final List<Map<String, Object>> rows = new ArrayList<>();
        final String[] names = {"calldata", "calldata-rlp-keccak", "keccak"};
        for (int i = 0; i < names.length; i++) {
            rows.add(Bench.row(names[i], encoding[i], "sign-java", signing[1]));
        }
        rows.add(Bench.row("sign-" + nativeSigner.implementation(), signing[0], "sign-java", signing[1]));
        rows.add(Bench.row("sign-java", signing[1], "sign-java", signing[1]));
        rows.add(Bench.row("plan-to-signed", signing[2], "sign-java", signing[1]));
        if (nativeSession.prepare()) {
            final Signer.Session preparing = nativeSession::signPrepared;
            final Bench.Result[] prepared = Bench.measure(
                    repeats,
                    SIGNATURES,
                    times -> prepare(nativeSession, times),
                    times -> bench.sign(preparing, times),
                    times -> prepare(nativeSession, times),
                    times -> bench.whole(preparing, times));
            rows.add(Bench.row("prepare", prepared[0].min(prepared[2]), "sign-java", signing[1]));
            rows.add(Bench.row("sign-prepared", prepared[1], "sign-java", signing[1]));
            rows.add(Bench.row("plan-to-signed-prepared", prepared[3], "sign-java", signing[1]));
        }
        final Map<String, Object> results = new LinkedHashMap<>();
        results.put("hops", HOPS);
        results.put("transactionBytes", bench.encoder.length());
        results.put("rows", rows);
        System.out.printf("%-24s %10s %8s%n", "name", "ns/op", "B/op");
        rows.forEach(row ->
                System.out.printf("%-24s %10s %8s%n", row.get("name"), row.get("nsPerOp"), row.get("bytesPerOp")));
        Bench.write(args, results);
    }

    static Signer signer(final String implementation) throws IOException {
        final Path folder = Files.createTempDirectory("sign-benchmark");
        final Path keystore = folder.resolve("keystore.json");
        final Path passphrase = Files.writeString(folder.resolve("passphrase"), "benchmark\n");
        final InputStream input = System.in;
        System.setIn(new ByteArrayInputStream(KEY.getBytes(StandardCharsets.US_ASCII)));
        ImportKey.main(new String[] {keystore.toString(), passphrase.toString()});
        System.setIn(input);
        final Signer signer = KeystoreSigner.open(keystore, passphrase, implementation, SIGNATURES);
        Files.delete(keystore);
        Files.delete(passphrase);
        Files.delete(folder);
        return signer;
    }

    long calldata(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            minimumProfit[0] = i;
            sum += calldata.writeTo(route, minimumProfit, i, null, data);
        }
        return sum;
    }

    long encode(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            unsigned(i);
            sum += encoder.hash()[5];
        }
        return sum;
    }

    void unsigned(final int i) {
        minimumProfit[0] = i;
        final int length = calldata.writeTo(route, minimumProfit, i, null, data);
        encoder.begin(1, i, 1_000_000_000L, 30_000_000_000L, 400_000, contract, 0);
        encoder.end(0, data, 0, length);
    }

    private long keccak(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            data[0] = (byte) i;
            keccak.hash(data, 0, 300, hash, 0);
            sum += hash[3];
        }
        return sum;
    }

    private long sign(final Signer.Session session, final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            hash[0] = (byte) i;
            sum += session.sign(hash, 0, signature, 0) + signature[7];
        }
        return sum;
    }

    private static long prepare(final Signer.Session session, final int times) {
        long prepared = 0;
        for (int i = 0; i < times; i++) {
            prepared += session.prepare() ? 1 : 0;
        }
        return prepared;
    }

    long whole(final Signer.Session session, final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            unsigned(i);
            session.sign(encoder.hash(), 0, signature, 0);
            encoder.sign(signature, 0);
            sum += encoder.hash()[1];
        }
        return sum;
    }

    /** The call of the plan made last. */
    byte[] lastCalldata() {
        return java.util.Arrays.copyOf(data, calldata.writeTo(route, minimumProfit, minimumProfit[0], null, data));
    }

    /** The transaction signed last. */
    byte[] lastTransaction() {
        return java.util.Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    private static RouteFlyweight route() {
        final MessageWriter writer = new MessageWriter();
        writer.begin(new UnsafeBuffer(new byte[4096]), 0, 4096, Domains.EXECUTION, SourceKinds.STRATEGY, 0, 1, 1);
        final RouteFlyweight route = new RouteFlyweight();
        route.appendTo(writer, HOPS);
        route.clear();
        route.hopCount(HOPS)
                .startToken(id(InstrumentKind.TOKEN, 1))
                .lenderNone()
                .amountIn(2_000_000_000_000_000_000L, 0, 0, 0)
                .funding(RouteFlyweight.FUNDING_VAULT_LOAN);
        for (int hop = 0; hop < HOPS; hop++) {
            route.hopPool(hop, id(InstrumentKind.POOL, FIRST_POOL + hop))
                    .hopTokenIn(hop, id(InstrumentKind.TOKEN, 1 + hop))
                    .hopTokenOut(hop, id(InstrumentKind.TOKEN, 1 + (hop + 1) % HOPS))
                    .hopAmountOut(hop, 3_000_000_000L, 0, 0, 0)
                    .hopFeePpm(hop, 3_000)
                    .hopFamily(hop, 1 + hop % 2)
                    .hopZeroForOne(hop, hop % 2);
        }
        return route;
    }

    private static InstrumentId id(final InstrumentKind kind, final int last) {
        final byte[] address = new byte[20];
        java.util.Arrays.fill(address, (byte) 0xa5);
        address[19] = (byte) last;
        return InstrumentId.ofAddress(1, kind, 1, address);
    }
}
