package org.alphapulse.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/** The content of records: fields one after another, big endian, texts as in {@link DataOutputStream#writeUTF}. */
final class Codec {
    static final int PLAN = 1;
    static final int REPLACEMENT = 2;
    static final int SETTLEMENT = 3;
    static final int UNDO = 4;

    private Codec() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    static byte[] plan(Planned p) {
        return bytes(out -> {
            out.writeLong(p.planId());
            out.writeLong(p.signalId());
            out.writeLong(p.strategyId());
            out.writeLong(p.chainId());
            out.writeUTF(p.account());
            out.writeLong(p.nonce());
            out.writeUTF(p.transactionHash());
            out.writeUTF(p.profitToken());
            number(out, p.expectedProfit());
            out.writeLong(p.gasLimit());
            out.writeLong(p.maxFeeWei());
            out.writeLong(p.maxPriorityFeeWei());
            out.writeLong(p.deadlineBlock());
            out.writeLong(p.createdAtNs());
            blob(out, p.transaction());
        });
    }

    static Planned plan(byte[] content) {
        return value(
                content,
                in -> new Planned(
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readUTF(),
                        in.readLong(),
                        in.readUTF(),
                        in.readUTF(),
                        number(in),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        blob(in)));
    }

    static byte[] replacement(long entry, Replacement r) {
        return bytes(out -> {
            out.writeLong(entry);
            out.writeUTF(r.transactionHash());
            out.writeLong(r.maxFeeWei());
            out.writeLong(r.maxPriorityFeeWei());
            out.writeBoolean(r.cancels());
            blob(out, r.transaction());
        });
    }

    static Replacement replacement(byte[] content) {
        return value(content, in -> {
            in.readLong();
            return new Replacement(in.readUTF(), in.readLong(), in.readLong(), in.readBoolean(), blob(in));
        });
    }

    static byte[] settlement(long entry, Settlement s) {
        return bytes(out -> {
            out.writeLong(entry);
            out.writeByte(s.outcome().code());
            out.writeUTF(s.transactionHash());
            out.writeLong(s.blockNumber());
            out.writeUTF(s.blockHash());
            out.writeLong(s.gasUsed());
            out.writeLong(s.gasPriceWei());
            number(out, s.profit());
            out.writeUTF(s.reason());
        });
    }

    static Settlement settlement(byte[] content) {
        return value(content, in -> {
            in.readLong();
            return new Settlement(
                    Outcome.of(in.readByte()),
                    in.readUTF(),
                    in.readLong(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    number(in),
                    in.readUTF());
        });
    }

    static byte[] undo(long entry) {
        return bytes(out -> out.writeLong(entry));
    }

    /** The entry that a record other than a plan is about. */
    static long entry(byte[] content) {
        return value(content, DataInputStream::readLong);
    }

    private static void number(DataOutputStream out, BigInteger number) throws IOException {
        blob(out, number.toByteArray());
    }

    private static BigInteger number(DataInputStream in) throws IOException {
        return new BigInteger(blob(in));
    }

    private static void blob(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] blob(DataInputStream in) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a field of " + length + " bytes does not fit its record");
        }
        return in.readNBytes(length);
    }

    private static byte[] bytes(Writing writing) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(byte[] content, Reading<T> reading) {
        try {
            return reading.from(new DataInputStream(new ByteArrayInputStream(content)));
        } catch (IOException e) {
            throw new LedgerException("a record of the ledger cannot be understood: " + e.getMessage(), e);
        }
    }
}
