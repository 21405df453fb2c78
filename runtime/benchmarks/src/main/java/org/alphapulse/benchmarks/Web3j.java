package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Int24;
import org.web3j.abi.datatypes.generated.Int256;
import org.web3j.abi.datatypes.generated.Uint112;
import org.web3j.abi.datatypes.generated.Uint128;
import org.web3j.abi.datatypes.generated.Uint160;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.websocket.events.Log;
import org.web3j.protocol.websocket.events.LogNotification;

/** What a program that is built on web3j does with the same messages and the same plan. */
final class Web3j {
    static final Event SWAP = new Event(
            "Swap",
            List.of(
                    new TypeReference<Address>(true) {},
                    new TypeReference<Address>(true) {},
                    new TypeReference<Int256>() {},
                    new TypeReference<Int256>() {},
                    new TypeReference<Uint160>() {},
                    new TypeReference<Uint128>() {},
                    new TypeReference<Int24>() {}));
    static final Event SYNC =
            new Event("Sync", List.of(new TypeReference<Uint112>() {}, new TypeReference<Uint112>() {}));
    private static final String SWAP_TOPIC = EventEncoder.encode(SWAP);

    private final ObjectMapper mapper = ObjectMapperFactory.getObjectMapper();
    private final ObjectReader reader = mapper.readerFor(LogNotification.class);
    private final Credentials credentials = Credentials.create(SignBenchmark.KEY);

    /** A notification's values: those of the data, in their order. */
    @SuppressWarnings("rawtypes")
    List<BigInteger> decode(byte[] message) {
        final Log log;
        try {
            final LogNotification notification = reader.readValue(message, 0, message.length - PipelineInput.SLACK);
            log = notification.getParams().getResult();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        final Event event = SWAP_TOPIC.equals(log.getTopics().get(0)) ? SWAP : SYNC;
        final List<Type> values = FunctionReturnDecoder.decode(log.getData(), event.getNonIndexedParameters());
        final List<TypeReference<Type>> indexed = event.getIndexedParameters();
        for (int i = 0; i < indexed.size(); i++) {
            FunctionReturnDecoder.decodeIndexedValue(log.getTopics().get(i + 1), indexed.get(i));
        }
        final List<BigInteger> numbers = new ArrayList<>(values.size());
        for (final Type value : values) {
            numbers.add((BigInteger) value.getValue());
        }
        return numbers;
    }

    long decode(byte[][] messages, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += decode(messages[i % messages.length]).get(0).longValue();
        }
        return sum;
    }

    /** The call of a route of three hops with arrays, as a contract with an ordinary interface would take it. */
    long encodeCall(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final List<Address> pools = new ArrayList<>();
            final List<Address> tokens = new ArrayList<>();
            final List<Uint256> amounts = new ArrayList<>();
            for (int hop = 0; hop < SignBenchmark.HOPS; hop++) {
                pools.add(new Address(BigInteger.valueOf(1000L + hop)));
                tokens.add(new Address(BigInteger.valueOf(2000L + hop)));
                amounts.add(new Uint256(3_000_000_000L + hop));
            }
            final Function function = new Function(
                    "execute",
                    List.of(
                            new Uint256(i),
                            new Uint256(2_000_000_000_000_000_000L),
                            new Uint256(i),
                            new DynamicArray<>(Address.class, pools),
                            new DynamicArray<>(Address.class, tokens),
                            new DynamicArray<>(Uint256.class, amounts)),
                    List.of());
            sum += FunctionEncoder.encode(function).length();
        }
        return sum;
    }

    RawTransaction transaction(long nonce, byte[] to, byte[] calldata) {
        return RawTransaction.createTransaction(
                1,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(400_000),
                "0x" + java.util.HexFormat.of().formatHex(to),
                BigInteger.ZERO,
                "0x" + java.util.HexFormat.of().formatHex(calldata),
                BigInteger.valueOf(1_000_000_000L),
                BigInteger.valueOf(30_000_000_000L));
    }

    byte[] sign(RawTransaction transaction) {
        return TransactionEncoder.signMessage(transaction, credentials);
    }
}
