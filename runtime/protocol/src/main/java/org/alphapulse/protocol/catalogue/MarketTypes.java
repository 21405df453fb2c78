package org.alphapulse.protocol.catalogue;

import static org.alphapulse.protocol.catalogue.FieldKind.CODE;
import static org.alphapulse.protocol.catalogue.FieldKind.FIXED8;
import static org.alphapulse.protocol.catalogue.FieldKind.FLAGS;
import static org.alphapulse.protocol.catalogue.FieldKind.I32;
import static org.alphapulse.protocol.catalogue.FieldKind.INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.OPTIONAL_INSTRUMENT;
import static org.alphapulse.protocol.catalogue.FieldKind.PART;
import static org.alphapulse.protocol.catalogue.FieldKind.SYMBOL;
import static org.alphapulse.protocol.catalogue.FieldKind.TIME;
import static org.alphapulse.protocol.catalogue.FieldKind.U32;
import static org.alphapulse.protocol.catalogue.FieldKind.U64;
import static org.alphapulse.protocol.catalogue.FieldKind.U8;
import static org.alphapulse.protocol.catalogue.TypeSpec.entry;
import static org.alphapulse.protocol.catalogue.TypeSpec.multi;
import static org.alphapulse.protocol.catalogue.TypeSpec.reserved;

import java.util.List;

/** What exchanges say. */
final class MarketTypes {
    static final List<TypeSpec> TYPES = List.of(
            multi(1, "Trade", "One trade on an exchange")
                    .field(INSTRUMENT, "instrument", "what was traded")
                    .field(FIXED8, "price", "in the quote asset")
                    .field(FIXED8, "size", "in the base asset, positive")
                    .field(U64, "tradeId", "the venue's number of the trade, 0 when it gives none")
                    .field(TIME, "venueTimestampNs", "the venue's time of the trade, 0 when it gives none")
                    .field(CODE, "side", "who was the taker", "UNKNOWN=0", "BUY=1", "SELL=2")
                    .end(),
            multi(2, "Quote", "Best bid and best offer of an exchange")
                    .field(INSTRUMENT, "instrument", "what is quoted")
                    .field(FIXED8, "bidPrice", "best bid, 0 when there is none")
                    .field(FIXED8, "bidSize", "size at the best bid")
                    .field(FIXED8, "askPrice", "best offer, 0 when there is none")
                    .field(FIXED8, "askSize", "size at the best offer")
                    .field(TIME, "venueTimestampNs", "the venue's time of the quote, 0 when it gives none")
                    .end(),
            reserved(3, "OrderBook"),
            multi(4, "InstrumentMeta", "What has to be known of an instrument before its amounts can be read")
                    .field(INSTRUMENT, "instrument", "what is described")
                    .field(OPTIONAL_INSTRUMENT, "base", "base asset of a pair, token 0 of a pool, none for a token")
                    .field(OPTIONAL_INSTRUMENT, "quote", "quote asset of a pair, token 1 of a pool, none for a token")
                    .field(FIXED8, "priceIncrement", "smallest step of a price, 0 when it does not apply")
                    .field(FIXED8, "sizeIncrement", "smallest step of a size, 0 when it does not apply")
                    .field(U32, "feePpm", "swap or taker fee in millionths")
                    .field(I32, "tickSpacing", "of a concentrated pool, else 0")
                    .field(U8, "baseDecimals", "decimals of base or token 0, or of the token itself")
                    .field(U8, "quoteDecimals", "decimals of quote or token 1")
                    .field(
                            CODE,
                            "family",
                            "kind of pool mathematics",
                            "NONE=0",
                            "CONSTANT_PRODUCT=1",
                            "CONCENTRATED=2",
                            "STABLE=3",
                            "WEIGHTED=4",
                            "SOLIDLY=5")
                    .field(
                            FLAGS,
                            "metaFlags",
                            "what is unusual",
                            "FEE_ON_TRANSFER=0x01",
                            "REBASING=0x02",
                            "DYNAMIC_FEE=0x04",
                            "DELISTED=0x08")
                    .field(SYMBOL, "symbol", "for people; not unique")
                    .end(),
            multi(5, "L2Snapshot", "A whole order book, or its first levels")
                    .field(INSTRUMENT, "instrument", "whose book")
                    .field(U64, "venueSequence", "the venue's number of the last change contained")
                    .field(TIME, "venueTimestampNs", "the venue's time, 0 when it gives none")
                    .field(PART, "bidCount", "how many of the levels are bids; the rest are offers")
                    .group("level", "bids from the best down, then offers from the best up", level()),
            multi(6, "L2Delta", "Changes of an order book")
                    .field(INSTRUMENT, "instrument", "whose book")
                    .field(U64, "firstVenueSequence", "the venue's number of the first change contained")
                    .field(U64, "venueSequence", "the venue's number of the last change contained")
                    .field(TIME, "venueTimestampNs", "the venue's time, 0 when it gives none")
                    .field(PART, "bidCount", "how many of the levels are bids; the rest are offers")
                    .group("level", "new sizes at prices, bids first; size 0 removes the level", level()),
            multi(7, "L2Reset", "The order book is void until the next snapshot")
                    .field(INSTRUMENT, "instrument", "whose book")
                    .field(TIME, "venueTimestampNs", "the venue's time, 0 when it gives none")
                    .field(CODE, "reason", "why", "VENUE=0", "DISCONNECT=1", "GAP=2", "CROSSED=3", "OPERATOR=4")
                    .end(),
            reserved(8, "PriceUpdate"),
            reserved(9, "VolumeUpdate"));

    private MarketTypes() {}

    private static TypeSpec.Builder level() {
        return entry().field(FIXED8, "price", "of the level").field(FIXED8, "size", "at the level");
    }
}
