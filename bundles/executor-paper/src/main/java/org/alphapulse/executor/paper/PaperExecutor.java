package org.alphapulse.executor.paper;

import java.util.ArrayDeque;
import org.alphapulse.amm.U256;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.BookView;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.FillFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.spi.executor.TradeExecutor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Fills orders against the order books as they are when the latency is over, level by level, with a taker fee. An order of which the book
 * fills anything is reported as filled: its fills say how much, and the rest is dropped. One of which it fills nothing is reported as expired,
 * and one against a book that is not SYNCED as rejected.
 *
 * <p>Fills routes against the pools as they are when the block is complete in which the transaction could have been: by the pools' own
 * arithmetic, after all that others did in that block. A route that yields less than its minimum is reported as reverted with the gas that
 * it would have cost. There is no such thing as a fill on paper in live mode.
 */
@Component(
        name = "org.alphapulse.executor.paper",
        service = TradeExecutor.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PaperConfig.class, factory = true)
public final class PaperExecutor implements TradeExecutor {
    private static final int HASH_WORDS = 4;
    private static final int HEADS = 16;
    private static final U256 NOTHING = new U256();

    private final long latencyNs;
    private final int routeBlocks;
    private final int feePpm;
    private final OrderTable orders;
    private final OrderRequestFlyweight request = new OrderRequestFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final PaperRoute.Reader reader = new PaperRoute.Reader();
    private final RouteFills routeFills = new RouteFills();
    private final ArrayDeque<PaperRoute> routes = new ArrayDeque<>();
    private final ArrayDeque<PaperRoute> spare = new ArrayDeque<>();
    private final int capacity;
    private ExecutorContext context;
    private PaperLedger written;
    private long fills;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile TradeLedger ledger;

    /** Refuses values that make no sense. */
    @Activate
    public PaperExecutor(PaperConfig config) {
        latencyNs = Check.range("latency.us", config::latency_us, 0, 60_000_000, "microseconds") * 1_000;
        feePpm = (int) Check.range("fee.ppm", config::fee_ppm, 0, 100_000, "millionths");
        capacity = (int) Check.range("max.orders", config::max_orders, 1, 65_536, "orders");
        orders = new OrderTable(capacity);
        routeBlocks = (int) Check.range("route.blocks", config::route_blocks, 0, 100, "blocks");
    }

    /** For tests: a ledger without a service registry. */
    void ledger(TradeLedger given) {
        ledger = given;
    }

    @Override
    public void onStart(ExecutorContext newContext) {
        context = newContext;
        written = new PaperLedger(newContext, () -> ledger);
        context.scheduler().every(Math.max(100_000, latencyNs / 4), this::fillDue);
        context.scheduler().background("executor-paper", written::doWork);
    }

    @Override
    public void execute(RiskApproved approved) {
        final long planId = approved.planId();
        if (context.mode() == TradingMode.LIVE) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.WRONG_MODE);
            return;
        }
        final MessageReader message = approved.message();
        reader.begin();
        int type;
        boolean found = false;
        while ((type = message.next()) > 0) {
            if (type == OrderRequestFlyweight.TYPE && request.readFrom(message) == 0) {
                found = true;
                accept(planId);
            } else {
                reader.take(type, message);
            }
        }
        if (reader.sawRoute()) {
            acceptRoute(planId);
        } else if (!found) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.NOT_UNDERSTOOD);
        }
    }

    private void acceptRoute(long planId) {
        final PaperRoute route = spare.isEmpty() ? new PaperRoute() : spare.poll();
        final int reason = reader.finish(context.market(), route);
        route.planId = planId;
        route.createdAtNs = context.clock().epochNs();
        route.dueNs = context.clock().nanoTime() + latencyNs;
        if (reason != Reasons.NONE || routes.size() >= capacity) {
            end(route, ExecutionReportFlyweight.RESULT_REJECTED, reason == Reasons.NONE ? Reasons.TOO_MANY : reason);
        } else {
            routes.add(route);
        }
    }

    @Override
    public void onMessage(MessageReader message) {
        int type;
        while ((type = message.next()) > 0) {
            if (type == BlockHeadFlyweight.TYPE && head.readFrom(message) == 0) {
                fillDue();
            }
        }
    }

    /** What is under way is not filled by whoever comes next. */
    @Override
    public void onStop() {
        while (!orders.isEmpty()) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_REJECTED, Reasons.EXECUTOR_STOPPED);
            orders.removeOldest();
        }
        while (!routes.isEmpty()) {
            end(routes.poll(), ExecutionReportFlyweight.RESULT_REJECTED, Reasons.EXECUTOR_STOPPED);
        }
        written.finish();
    }

    private void accept(long planId) {
        final InstrumentTable handles = context.bookHandles();
        final int book = request.instrumentHandle(handles);
        if (book < 0) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.UNKNOWN_BOOK);
        } else if (!orders.add(
                planId,
                request.orderId(),
                book,
                request.side() == OrderRequestFlyweight.SIDE_BUY,
                request.size(),
                request.price(),
                context.clock().nanoTime() + latencyNs)) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.TOO_MANY);
        }
    }

    private void fillDue() {
        final long now = context.clock().nanoTime();
        while (orders.due(now)) {
            fillOldest();
            orders.removeOldest();
        }
        while (!routes.isEmpty() && isDue(routes.peek(), now)) {
            fillRoute(routes.poll());
        }
    }

    private boolean isDue(PaperRoute route, long nowNs) {
        return isStopped(route.planId)
                || (route.dueNs - nowNs <= 0 && completeBlock(route.chain) >= route.decidedAtBlock + routeBlocks);
    }

    /** Whether trading is halted, or was since the plan was approved. */
    private boolean isStopped(long planId) {
        return context.emergencyStopped() || !context.approvalStands(planId);
    }

    /** The newest block whose head has come; of the one after it the market may have the first logs already. */
    private long completeBlock(int chain) {
        final MarketView market = context.market();
        final long newest = market.headBlock(chain);
        long hash = 0;
        for (int word = 0; word < HASH_WORDS; word++) {
            hash |= market.blockHash(chain, newest, word);
        }
        return hash == 0 ? newest - 1 : newest;
    }

    private void fillRoute(PaperRoute route) {
        final long block = context.market().headBlock(route.chain);
        if (isStopped(route.planId)) {
            end(route, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.STOPPED);
        } else if (route.deadlineBlock != 0 && block > route.deadlineBlock) {
            end(route, ExecutionReportFlyweight.RESULT_EXPIRED, Reasons.DEADLINE);
        } else {
            final int reason = routeFills.fill(route, context.market());
            switch (reason) {
                case Reasons.NONE -> end(route, ExecutionReportFlyweight.RESULT_FILLED, reason);
                case Reasons.BELOW_MINIMUM -> end(route, ExecutionReportFlyweight.RESULT_REVERTED, reason);
                default -> end(route, ExecutionReportFlyweight.RESULT_EXPIRED, reason);
            }
        }
    }

    /** Reports how a route ended, to the relay and the ledger. */
    private void end(PaperRoute route, int result, int reason) {
        final boolean mined =
                result == ExecutionReportFlyweight.RESULT_FILLED || result == ExecutionReportFlyweight.RESULT_REVERTED;
        final long block = mined ? context.market().headBlock(route.chain) : 0;
        final U256 profit = result == ExecutionReportFlyweight.RESULT_FILLED ? routeFills.profit() : NOTHING;
        final long gas = mined ? route.gasUnits : 0;
        final MessageWriter writer = context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            context.degraded("a result could not be reported: the execution relay is full");
        } else {
            report.appendTo(writer);
            report.clear();
            if (route.profitToken[0] != 0) {
                report.profitToken(route.token());
            }
            report.planId(route.planId)
                    .signalId(route.signalId)
                    .expectedProfitFrom(route.expectedProfit, 0)
                    .realisedProfit(profit.limb(0), profit.limb(1), profit.limb(2), profit.limb(3))
                    .blockNumber(block)
                    .gasUsed(gas)
                    .gasPriceWei(mined ? route.gasPriceWei : 0)
                    .completedAtNs(context.clock().epochNs())
                    .chainId(route.chainId)
                    .reasonCode(reason)
                    .result(result)
                    .mode(context.mode().ordinal());
            context.results().commit();
        }
        if (route.hops > 0) {
            written.add(route, outcome(result), profit, gas, block, reason);
        }
        spare.add(route);
    }

    private static Outcome outcome(int result) {
        return switch (result) {
            case ExecutionReportFlyweight.RESULT_FILLED -> Outcome.FILLED;
            case ExecutionReportFlyweight.RESULT_REVERTED -> Outcome.REVERTED;
            case ExecutionReportFlyweight.RESULT_EXPIRED -> Outcome.EXPIRED;
            default -> Outcome.REJECTED;
        };
    }

    private void fillOldest() {
        final BookView books = context.market().books();
        final int book = orders.book();
        if (isStopped(orders.planId())) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_REJECTED, Reasons.STOPPED);
        } else if (books.status(book) != BookStatus.SYNCED) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_REJECTED, Reasons.NOT_TRADABLE);
        } else if (fillFrom(books, book)) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_FILLED, 0);
        } else {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_EXPIRED, Reasons.NO_LIQUIDITY);
        }
    }

    /** Takes levels from the other side until the order is filled; true if anything was. */
    private boolean fillFrom(BookView books, int book) {
        final boolean buy = orders.buy();
        long open = orders.size();
        for (int level = 0; level < books.depth(book, !buy) && open > 0; level++) {
            final long price = books.price(book, !buy, level);
            if (orders.limit() != 0 && (buy ? price > orders.limit() : price < orders.limit())) {
                break;
            }
            final long size = Math.min(open, books.size(book, !buy, level));
            writeFill(book, price, size);
            open -= size;
        }
        return open < orders.size();
    }

    private void writeFill(int book, long price, long size) {
        final MessageWriter writer = context.results().begin(FillFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            context.degraded("a fill could not be reported: the execution relay is full");
            return;
        }
        fill.appendTo(writer);
        fill.clear();
        fill.instrumentFrom(context.bookHandles(), book)
                .price(price)
                .size(size)
                .fee(PaperFees.fee(price, size, feePpm))
                .orderId(orders.orderId())
                .fillId(++fills)
                .side(orders.buy() ? FillFlyweight.SIDE_BUY : FillFlyweight.SIDE_SELL)
                .liquidity(FillFlyweight.LIQUIDITY_TAKER);
        context.results().commit();
    }

    private void report(long planId, int result, int reason) {
        final MessageWriter writer = context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            context.degraded("a result could not be reported: the execution relay is full");
            return;
        }
        report.appendTo(writer);
        report.clear();
        report.planId(planId)
                .completedAtNs(context.clock().epochNs())
                .reasonCode(reason)
                .result(result)
                .mode(context.mode().ordinal());
        context.results().commit();
    }
}
