package org.alphapulse.engine.market;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;

/** The last metadata of each instrument as it came, for snapshots. Engine agent. */
final class MetaStore {
    private final InstrumentTable handles = new InstrumentTable();
    private final List<byte[]> values = new ArrayList<>();
    private final InstrumentIdFlyweight id = new InstrumentIdFlyweight();

    void keep(InstrumentMetaFlyweight meta) {
        int handle = meta.instrumentHandle(handles);
        if (handle < 0) {
            handle = handles.add(meta.instrument(id).value());
            values.add(new byte[InstrumentMetaFlyweight.BLOCK_LENGTH]);
        }
        ((DirectBuffer) meta.buffer()).getBytes(meta.offset(), values.get(handle));
    }

    /** The metadata of an instrument, null if there is none. */
    byte[] find(InstrumentId instrument) {
        final int handle = handles.find(instrument);
        return handle < 0 ? null : values.get(handle).clone();
    }

    int count() {
        return values.size();
    }

    byte[] value(int index) {
        return values.get(index);
    }
}
