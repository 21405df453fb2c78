package org.alphapulse.strategy.arbitrage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.alphapulse.amm.U256;
import org.alphapulse.api.opportunity.RouteQuote;
import org.alphapulse.api.opportunity.RouteService;
import org.alphapulse.api.opportunity.SwapRoute;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;

/**
 * Takes questions about routes from any thread. The engine thread only copies the pools asked for, between two events; the
 * callers compute on the copy.
 */
final class RouteDesk implements RouteService {
    private static final int PARTS = 8;
    private static final int MAX_FEE = 100_000;

    /** Pools that a caller waits for. */
    private static final class Request {
        private final List<InstrumentId> pools;
        private final CountDownLatch done = new CountDownLatch(1);
        private MarketView market;
        private GasModel gas;
        private String problem = "";

        Request(final List<InstrumentId> pools) {
            this.pools = pools;
        }
    }

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /** Engine thread: copies what callers wait for; cheap where nobody does. */
    void answer(final MarketView market, final GasModel gas) {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            final int[] pools = new int[request.pools.size()];
            for (int i = 0; i < pools.length; i++) {
                pools[i] = market.findPool(StartTokenText.words(request.pools.get(i)), 0);
                if (pools[i] < 0) {
                    request.problem = "the market has no pool " + request.pools.get(i);
                }
            }
            if (request.problem.isEmpty()) {
                request.market = market.copyOf(pools);
                request.gas = gas.copy();
            }
            request.done.countDown();
        }
    }

    @Override
    public RouteQuote bestInput(final SwapRoute route, final int feePpm, final BigInteger most) {
        if (feePpm < 0 || feePpm > MAX_FEE) {
            throw new IllegalArgumentException("feePpm=" + feePpm + " is not allowed; allowed is 0 to " + MAX_FEE);
        }
        if (most.signum() < 0 || most.bitLength() > 256) {
            throw new IllegalArgumentException("the largest input must be 0 to 2^256 - 1, not " + most);
        }
        final Request request = copy(List.of(route));
        final Route own = translate(request.market, route);
        final int last = own.pools[own.hops - 1];
        final boolean down = own.zeroForOne[own.hops - 1];
        final int end = down ? request.market.token1(last) : request.market.token0(last);
        if (end != own.startToken) {
            throw new IllegalArgumentException("the route does not come back to the token it starts with");
        }
        return new RouteCalculator(request.market, request.gas).bestInput(own, 1 + feePpm * 1e-6, U256.of(most));
    }

    @Override
    public List<RouteQuote> quote(final List<SwapRoute> routes, final List<BigInteger> inputs) {
        if (routes.size() != inputs.size()) {
            throw new IllegalArgumentException(routes.size() + " routes but " + inputs.size() + " inputs");
        }
        final Request request = copy(routes);
        final List<Callable<List<RouteQuote>>> tasks = new ArrayList<>();
        final int part = Math.max(1, (routes.size() + PARTS - 1) / PARTS);
        for (int first = 0; first < routes.size(); first += part) {
            final List<SwapRoute> some = routes.subList(first, Math.min(first + part, routes.size()));
            final List<BigInteger> amounts = inputs.subList(first, first + some.size());
            tasks.add(() -> {
                final RouteCalculator calculator = new RouteCalculator(request.market, request.gas);
                final List<RouteQuote> quotes = new ArrayList<>();
                for (int i = 0; i < some.size(); i++) {
                    quotes.add(calculator.quote(translate(request.market, some.get(i)), amounts.get(i)));
                }
                return quotes;
            });
        }
        return run(tasks);
    }

    private static List<RouteQuote> run(final List<Callable<List<RouteQuote>>> tasks) {
        final List<RouteQuote> all = new ArrayList<>();
        for (final Future<List<RouteQuote>> task : ForkJoinPool.commonPool().invokeAll(tasks)) {
            try {
                all.addAll(task.get());
            } catch (final ExecutionException e) {
                if (e.getCause() instanceof IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(wrong.getMessage(), wrong);
                }
                throw new IllegalStateException("a route could not be computed", e.getCause());
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while routes were computed", e);
            }
        }
        return all;
    }

    private Request copy(final List<SwapRoute> routes) {
        final Map<InstrumentId, Boolean> pools = new LinkedHashMap<>();
        routes.forEach(route -> route.pools().forEach(pool -> pools.put(pool, true)));
        final Request request = new Request(List.copyOf(pools.keySet()));
        requests.add(request);
        try {
            if (!request.done.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                requests.remove(request);
                throw new IllegalStateException("the engine did not answer within " + TIMEOUT_MS
                        + " ms: alphapulse:plugins tells whether the strategy runs");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine was asked", e);
        }
        if (!request.problem.isEmpty()) {
            throw new IllegalArgumentException(request.problem);
        }
        return request;
    }

    /** The route with the copy's handles and the direction of every swap. */
    private static Route translate(final MarketView market, final SwapRoute route) {
        int token = market.findToken(StartTokenText.words(route.start()), 0);
        final Route own = new Route().start(token);
        for (final InstrumentId id : route.pools()) {
            final int pool = market.findPool(StartTokenText.words(id), 0);
            if (own.uses(pool)) {
                throw new IllegalArgumentException("pool " + id + " comes twice");
            }
            if (token < 0 || (market.token0(pool) != token && market.token1(pool) != token)) {
                throw new IllegalArgumentException(
                        "pool " + id + " does not trade the token that comes out of the swap before it");
            }
            final boolean down = market.token0(pool) == token;
            own.hop(pool, down);
            token = down ? market.token1(pool) : market.token0(pool);
        }
        return own;
    }
}
