package org.alphapulse.engine.market;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.PoolInfo;
import org.alphapulse.api.market.TokenInfo;
import org.alphapulse.api.market.VenueInfo;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.InstrumentMetaFlyweight;

/** Copies the market for people, a part at a time on the engine agent and put into words on the caller's thread. */
public final class MarketReader implements MarketService {
    private static final int PART = 256;
    private static final long TIMEOUT_MS = 2_000;

    private final Worker agent;
    private final MarketView view;
    private final Chains chains;
    private final MetaStore metas;
    private final InstrumentTable books;

    /** A pool as it was copied. */
    private record Copy(
            InstrumentId id,
            InstrumentId token0,
            InstrumentId token1,
            int feePpm,
            PoolStatus status,
            double price,
            long lastBlock,
            long complete,
            byte[] meta) {}

    MarketReader(Worker agent, MarketView view, Chains chains, MetaStore metas, InstrumentTable books) {
        this.agent = agent;
        this.view = view;
        this.chains = chains;
        this.metas = metas;
        this.books = books;
    }

    @Override
    public List<VenueInfo> venues() {
        final Map<String, int[]> counts = new TreeMap<>();
        final Map<Long, Long> blocks = new HashMap<>();
        for (final Copy pool : copies()) {
            final int[] row = row(counts, pool.id);
            row[0]++;
            row[1] += pool.status == PoolStatus.TRADABLE ? 1 : 0;
            blocks.merge(pool.id.chainId(), pool.complete, Math::max);
        }
        inParts(() -> view.books().count(), book -> {
            final int[] row = row(counts, books.id(book));
            row[2]++;
            row[3] += view.books().status(book) == BookStatus.SYNCED ? 1 : 0;
        });
        final List<VenueInfo> rows = new ArrayList<>();
        counts.forEach((key, row) -> {
            final int at = key.indexOf('\t');
            final long chainId = Long.parseLong(key.substring(at + 1));
            rows.add(new VenueInfo(
                    key.substring(0, at), chainId, row[0], row[1], row[2], row[3], blocks.getOrDefault(chainId, -1L)));
        });
        return rows;
    }

    private static int[] row(Map<String, int[]> counts, InstrumentId id) {
        return counts.computeIfAbsent(venue(id) + "\t" + id.chainId(), key -> new int[4]);
    }

    private static String venue(InstrumentId id) {
        return Venues.standard().name(id.venue());
    }

    @Override
    public List<PoolInfo> pools() {
        final List<PoolInfo> rows = new ArrayList<>();
        final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        for (final Copy pool : copies()) {
            String name = "";
            double price = pool.price;
            if (pool.meta != null) {
                meta.wrap(new UnsafeBuffer(pool.meta), 0);
                name = meta.symbol();
                price *= Math.pow(10, meta.baseDecimals() - meta.quoteDecimals());
            }
            rows.add(new PoolInfo(
                    pool.id.toString(),
                    name,
                    venue(pool.id),
                    pool.id.chainId(),
                    pool.token0.toString(),
                    pool.token1.toString(),
                    pool.feePpm,
                    pool.status == PoolStatus.TRADABLE,
                    reason(pool.status),
                    price,
                    pool.lastBlock));
        }
        return rows;
    }

    private static String reason(PoolStatus status) {
        return switch (status) {
            case TRADABLE -> "";
            case UNSYNCED -> "UNSYNCED: its state was not read yet, or is void since a disconnect";
            case GAPPED -> "GAPPED: events were lost; it is being read again";
            case DIVERGING -> "DIVERGING: its state contradicts the chain; it is being read again";
            case REORGING -> "REORGING: blocks of its chain are being replaced";
            case STALE -> "STALE: its chain has been silent for too long";
            case BEHIND -> "BEHIND: newer blocks of its chain are there and are applied first";
            case QUARANTINED -> "QUARANTINED: set aside, for example for a token that takes a fee on transfer";
        };
    }

    @Override
    public List<TokenInfo> tokens() {
        final Map<String, TokenInfo> rows = new LinkedHashMap<>();
        final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        for (final Copy pool : copies()) {
            if (pool.meta != null) {
                meta.wrap(new UnsafeBuffer(pool.meta), 0);
                final String[] symbols = meta.symbol().split("[/-]", 3);
                final boolean pair = symbols.length > 1;
                add(rows, pool.token0, pair ? symbols[0] : "", meta.baseDecimals());
                add(rows, pool.token1, pair ? symbols[1] : "", meta.quoteDecimals());
            }
        }
        return List.copyOf(rows.values());
    }

    private static void add(Map<String, TokenInfo> rows, InstrumentId id, String symbol, int decimals) {
        final String text = id.toString();
        rows.putIfAbsent(text, new TokenInfo(text, symbol, decimals));
    }

    private List<Copy> copies() {
        final List<Copy> copies = new ArrayList<>();
        inParts(view::poolCount, pool -> copies.add(copy(pool)));
        return copies;
    }

    private Copy copy(int pool) {
        final PoolStatus status = view.status(pool);
        final int family = view.family(pool);
        final boolean priced = status == PoolStatus.TRADABLE
                && (family == PoolFamilies.UNISWAP_V2 || family == PoolFamilies.UNISWAP_V3);
        final double root = priced ? view.sqrtPrice(pool) : 0; // an empty pool has no number
        final InstrumentId id = new InstrumentId(
                view.poolId(pool, 0),
                view.poolId(pool, 1),
                view.poolId(pool, 2),
                view.poolId(pool, 3),
                view.poolId(pool, 4));
        return new Copy(
                id,
                token(view.token0(pool)),
                token(view.token1(pool)),
                view.feePips(pool),
                status,
                Double.isFinite(root) ? root * root : 0,
                view.lastBlock(pool),
                chains.complete(view.chain(pool)),
                metas.find(id));
    }

    private InstrumentId token(int token) {
        return new InstrumentId(
                view.tokenId(token, 0),
                view.tokenId(token, 1),
                view.tokenId(token, 2),
                view.tokenId(token, 3),
                view.tokenId(token, 4));
    }

    private void inParts(java.util.function.IntSupplier count, IntConsumer each) {
        int from = 0;
        int done;
        do {
            final int first = from;
            try {
                done = agent.call(
                        () -> {
                            final int end = Math.min(count.getAsInt(), first + PART);
                            for (int i = first; i < end; i++) {
                                each.accept(i);
                            }
                            return end;
                        },
                        TIMEOUT_MS);
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "the engine does not answer; alphapulse:plugins shows which plugin hangs", e);
            }
            from += PART;
        } while (done == from);
    }
}
