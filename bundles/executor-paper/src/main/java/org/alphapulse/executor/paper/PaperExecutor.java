package org.alphapulse.executor.paper;

import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.BookView;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.FillFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.spi.executor.TradeExecutor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Fills orders against the order books as they are when the latency is over, level by level, with a taker fee. What the book cannot fill,
 * or must not since it is not SYNCED, is reported as expired or rejected.
 */
@Component(
        name = "org.alphapulse.executor.paper",
        service = TradeExecutor.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PaperConfig.class, factory = true)
public final class PaperExecutor implements TradeExecutor {
    private static final int HEADS = 16;
    private static final int REASON_TOO_MANY = 1;
    private static final int REASON_UNKNOWN_BOOK = 2;
    private static final int REASON_NOT_TRADABLE = 3;
    private static final int REASON_NO_LIQUIDITY = 4;
    private static final int REASON_STOPPED = 5;
    private static final int REASON_NOT_AN_ORDER = 6;

    private final long latencyNs;
    private final int feePpm;
    private final OrderTable orders;
    private final OrderRequestFlyweight request = new OrderRequestFlyweight();
    private final FillFlyweight fill = new FillFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private ExecutorContext context;
    private long fills;

    /** Refuses values that make no sense. */
    @Activate
    public PaperExecutor(PaperConfig config) {
        latencyNs = Check.range("latency.us", config::latency_us, 0, 60_000_000, "microseconds") * 1_000;
        feePpm = (int) Check.range("fee.ppm", config::fee_ppm, 0, 100_000, "millionths");
        orders = new OrderTable((int) Check.range("max.orders", config::max_orders, 1, 65_536, "orders"));
    }

    @Override
    public void onStart(ExecutorContext newContext) {
        context = newContext;
        context.scheduler().every(Math.max(100_000, latencyNs / 4), this::fillDue);
    }

    @Override
    public void execute(RiskApproved approved) {
        final MessageReader message = approved.message();
        int type;
        boolean found = false;
        while ((type = message.next()) > 0) {
            if (type == OrderRequestFlyweight.TYPE && request.readFrom(message) == 0) {
                found = true;
                accept(approved.planId());
            }
        }
        if (!found) {
            report(approved.planId(), ExecutionReportFlyweight.RESULT_REJECTED, REASON_NOT_AN_ORDER);
        }
    }

    private void accept(long planId) {
        final InstrumentTable handles = context.bookHandles();
        final int book = request.instrumentHandle(handles);
        if (book < 0) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, REASON_UNKNOWN_BOOK);
        } else if (!orders.add(
                planId,
                request.orderId(),
                book,
                request.side() == OrderRequestFlyweight.SIDE_BUY,
                request.size(),
                request.price(),
                context.clock().nanoTime() + latencyNs)) {
            report(planId, ExecutionReportFlyweight.RESULT_REJECTED, REASON_TOO_MANY);
        }
    }

    private void fillDue() {
        final long now = context.clock().nanoTime();
        while (orders.due(now)) {
            fillOldest();
            orders.removeOldest();
        }
    }

    private void fillOldest() {
        final BookView books = context.market().books();
        final int book = orders.book();
        if (context.emergencyStopped()) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_REJECTED, REASON_STOPPED);
        } else if (books.status(book) != BookStatus.SYNCED) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_REJECTED, REASON_NOT_TRADABLE);
        } else if (fillFrom(books, book)) {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_FILLED, 0);
        } else {
            report(orders.planId(), ExecutionReportFlyweight.RESULT_EXPIRED, REASON_NO_LIQUIDITY);
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
                .mode(ExecutionReportFlyweight.MODE_PAPER);
        context.results().commit();
    }
}
