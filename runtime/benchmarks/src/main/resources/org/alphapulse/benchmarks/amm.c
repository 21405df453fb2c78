/*
 * The reference of AmmBenchmark: the same operations in C on the same inputs, by the contracts' own algorithms.
 * Reads the cases from the file in argv[1] (64-bit little-endian words), prints "name nanoseconds checksum" lines.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t u64;
typedef unsigned __int128 u128;
typedef struct { u64 w[4]; } u256;

static inline u64 div21(u64 hi, u64 lo, u64 d, u64 *r) {
#if defined(__x86_64__)
    u64 q;
    __asm__("divq %4" : "=a"(q), "=d"(*r) : "0"(lo), "1"(hi), "rm"(d) : "cc");
    return q;
#else
    u128 n = (u128) hi << 64 | lo;
    *r = (u64) (n % d);
    return (u64) (n / d);
#endif
}

static inline int length(const u64 *w, int n) {
    while (n > 0 && w[n - 1] == 0) n--;
    return n;
}

static inline int multiply(const u64 *a, int an, const u64 *b, int bn, u64 *p) {
    memset(p, 0, (an + bn) * sizeof(u64));
    for (int j = 0; j < bn; j++) {
        u64 carry = 0;
        for (int i = 0; i < an; i++) {
            u128 t = (u128) a[i] * b[j] + p[i + j] + carry;
            p[i + j] = (u64) t;
            carry = (u64) (t >> 64);
        }
        p[j + an] = carry;
    }
    return length(p, an + bn);
}

/* Knuth's algorithm D; returns whether a remainder is left. q has room for 9 words. */
static int divide(const u64 *u, int un, const u64 *v, int vn, u64 *q) {
    memset(q, 0, 9 * sizeof(u64));
    if (un < vn) return un > 0;
    if (vn == 1) {
        u64 r = 0;
        for (int i = un - 1; i >= 0; i--) q[i] = div21(r, u[i], v[0], &r);
        return r != 0;
    }
    u64 x[10], y[4];
    int s = __builtin_clzll(v[vn - 1]);
    for (int i = vn - 1; i > 0; i--) y[i] = s ? v[i] << s | v[i - 1] >> (64 - s) : v[i];
    y[0] = v[0] << s;
    x[un] = s ? u[un - 1] >> (64 - s) : 0;
    for (int i = un - 1; i > 0; i--) x[i] = s ? u[i] << s | u[i - 1] >> (64 - s) : u[i];
    x[0] = u[0] << s;
    for (int j = un - vn; j >= 0; j--) {
        u64 digit, r;
        int over = 0;
        if (x[j + vn] >= y[vn - 1]) {
            digit = ~0ULL;
            r = x[j + vn - 1] + y[vn - 1];
            over = r < y[vn - 1];
        } else {
            digit = div21(x[j + vn], x[j + vn - 1], y[vn - 1], &r);
        }
        while (!over && (u128) digit * y[vn - 2] > ((u128) r << 64 | x[j + vn - 2])) {
            digit--;
            r += y[vn - 1];
            over = r < y[vn - 1];
        }
        u64 carry = 0, borrow = 0;
        for (int i = 0; i < vn; i++) {
            u128 t = (u128) digit * y[i] + carry;
            carry = (u64) (t >> 64);
            u64 lo = (u64) t, old = x[j + i];
            u64 d = old - lo - borrow;
            borrow = old < lo || (old == lo && borrow);
            x[j + i] = d;
        }
        u64 old = x[j + vn];
        x[j + vn] = old - carry - borrow;
        if (old < carry || (old == carry && borrow)) {
            digit--;
            carry = 0;
            for (int i = 0; i < vn; i++) {
                u128 t = (u128) x[j + i] + y[i] + carry;
                x[j + i] = (u64) t;
                carry = (u64) (t >> 64);
            }
            x[j + vn] += carry;
        }
        q[j] = digit;
    }
    return length(x, vn) != 0;
}

static inline void increment(u256 *a) {
    for (int i = 0; i < 4 && ++a->w[i] == 0; i++) { }
}

static inline u256 muldiv(const u256 *a, const u256 *b, const u256 *d, int up) {
    u64 p[8], q[9];
    int n = multiply(a->w, length(a->w, 4), b->w, length(b->w, 4), p);
    int rest = divide(p, n, d->w, length(d->w, 4), q);
    u256 r;
    memcpy(r.w, q, sizeof r.w);
    if (up && rest) increment(&r);
    return r;
}

static inline u256 quotient(const u256 *a, const u256 *d, int up) {
    u64 q[9];
    int rest = divide(a->w, length(a->w, 4), d->w, length(d->w, 4), q);
    u256 r;
    memcpy(r.w, q, sizeof r.w);
    if (up && rest) increment(&r);
    return r;
}

static inline int compare(const u256 *a, const u256 *b) {
    for (int i = 3; i >= 0; i--) {
        if (a->w[i] != b->w[i]) return a->w[i] < b->w[i] ? -1 : 1;
    }
    return 0;
}

static inline u256 add(const u256 *a, const u256 *b) {
    u256 r;
    u64 c = 0;
    for (int i = 0; i < 4; i++) {
        u128 t = (u128) a->w[i] + b->w[i] + c;
        r.w[i] = (u64) t;
        c = (u64) (t >> 64);
    }
    return r;
}

static inline u256 sub(const u256 *a, const u256 *b) {
    u256 r;
    u64 c = 0;
    for (int i = 0; i < 4; i++) {
        u128 t = (u128) a->w[i] - b->w[i] - c;
        r.w[i] = (u64) t;
        c = (u64) (t >> 64) & 1;
    }
    return r;
}

static const u64 FACTOR[20][2] = {
    {0xfffcb933bd6fad37, 0xaa2d162d1a594001}, {0xfff97272373d4132, 0x59a46990580e213a},
    {0xfff2e50f5f656932, 0xef12357cf3c7fdcc}, {0xffe5caca7e10e4e6, 0x1c3624eaa0941cd0},
    {0xffcb9843d60f6159, 0xc9db58835c926644}, {0xff973b41fa98c081, 0x472e6896dfb254c0},
    {0xff2ea16466c96a38, 0x43ec78b326b52861}, {0xfe5dee046a99a2a8, 0x11c461f1969c3053},
    {0xfcbe86c7900a88ae, 0xdcffc83b479aa3a4}, {0xf987a7253ac41317, 0x6f2b074cf7815e54},
    {0xf3392b0822b70005, 0x940c7a398e4b70f3}, {0xe7159475a2c29b74, 0x43b29c7fa6e889d9},
    {0xd097f3bdfd2022b8, 0x845ad8f792aa5825}, {0xa9f746462d870fdf, 0x8a65dc1f90e061e5},
    {0x70d869a156d2a1b8, 0x90bb3df62baf32f7}, {0x31be135f97d08fd9, 0x81231505542fcfa6},
    {0x09aa508b5b7a84e1, 0xc677de54f3e99bc9}, {0x005d6af8dedb8119, 0x6699c329225ee604},
    {0x00002216e584f5fa, 0x1ea926041bedfe98}, {0x00000000048a1703, 0x91f7dc42444e8fa2}};

static inline u256 price_at(int tick) {
    int bits = abs(tick);
    u256 r = {{0, 0, 1, 0}};
    int first = 1;
    u64 hi = 0, lo = 0;
    for (; bits; bits &= bits - 1) {
        int i = __builtin_ctz(bits);
        if (first) {
            hi = FACTOR[i][0];
            lo = FACTOR[i][1];
            first = 0;
            continue;
        }
        u128 ll = (u128) lo * FACTOR[i][1], lh = (u128) lo * FACTOR[i][0];
        u128 hl = (u128) hi * FACTOR[i][1], hh = (u128) hi * FACTOR[i][0];
        u128 mid = (ll >> 64) + (u64) lh + (u64) hl;
        u128 top = hh + (lh >> 64) + (hl >> 64) + (mid >> 64);
        hi = (u64) (top >> 64);
        lo = (u64) top;
    }
    if (!first) r = (u256) {{lo, hi, 0, 0}};
    if (tick > 0) {
        u256 max = {{~0ULL, ~0ULL, ~0ULL, ~0ULL}};
        r = quotient(&max, &r, 0);
    }
    int rest = (r.w[0] & 0xffffffff) != 0;
    u256 p = {{r.w[0] >> 32 | r.w[1] << 32, r.w[1] >> 32 | r.w[2] << 32, r.w[2] >> 32 | r.w[3] << 32, r.w[3] >> 32}};
    if (rest) increment(&p);
    return p;
}

static inline u256 shifted(const u256 *l) {
    return (u256) {{0, l->w[0] << 32, l->w[0] >> 32 | l->w[1] << 32, l->w[1] >> 32}};
}

static inline u256 amount0(const u256 *lower, const u256 *upper, const u256 *l, int up) {
    u256 n = shifted(l), d = sub(upper, lower);
    u256 t = muldiv(&n, &d, upper, up);
    return quotient(&t, lower, up);
}

static inline u256 amount1(const u256 *lower, const u256 *upper, const u256 *l, int up) {
    u64 p[8] = {0};
    u256 d = sub(upper, lower);
    multiply(l->w, 2, d.w, 4, p);
    u256 r = {{p[1] >> 32 | p[2] << 32, p[2] >> 32 | p[3] << 32, p[3] >> 32 | p[4] << 32, p[4] >> 32 | p[5] << 32}};
    if (up && (p[0] || (p[1] & 0xffffffff))) increment(&r);
    return r;
}

static inline u256 next_in(const u256 *p, const u256 *l, const u256 *x, int down) {
    if (down) {
        u64 t[8] = {0};
        u256 n = shifted(l), d;
        multiply(x->w, 4, p->w, 4, t);
        memcpy(d.w, t, sizeof d.w);
        d = add(&d, &n);
        return muldiv(&n, p, &d, 1);
    }
    u256 n = shifted(x), q = quotient(&n, l, 0);
    return add(p, &q);
}

typedef struct { u256 next, in, out, fee; } step_t;

/* Exact input only, as the benchmark asks for. */
static inline step_t step(const u256 *p, const u256 *target, const u256 *l, const u256 *remaining, u64 fee) {
    step_t s;
    int down = compare(p, target) >= 0;
    u256 keep = {{1000000 - fee}}, million = {{1000000}}, f = {{fee}};
    u256 net = muldiv(remaining, &keep, &million, 0);
    s.in = down ? amount0(target, p, l, 1) : amount1(p, target, l, 1);
    int reached = compare(&net, &s.in) >= 0;
    s.next = reached ? *target : next_in(p, l, &net, down);
    if (!reached) s.in = down ? amount0(&s.next, p, l, 1) : amount1(p, &s.next, l, 1);
    s.out = down ? amount1(&s.next, p, l, 0) : amount0(p, &s.next, l, 0);
    if (compare(&s.next, target) == 0) s.fee = muldiv(&s.in, &f, &keep, 1);
    else s.fee = sub(remaining, &s.in);
    return s;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static u64 *data;
static u64 words_left;

static u64 *take(u64 n) {
    u64 *r = data;
    if (n > words_left) exit(2);
    data += n;
    words_left -= n;
    return r;
}

#define SECONDS 0.5

#define MEASURE(name, n, ...) do { \
    double best = 1e30; u64 sum = 0; \
    for (double end = now() + SECONDS * 1e9; now() < end;) { \
        sum = 0; double start = now(); \
        for (int round = 0; round < 20; round++) { sum = 0; for (u64 i = 0; i < (n); i++) __VA_ARGS__ } \
        double t = (now() - start) / (20.0 * (n)); if (t < best) best = t; \
    } \
    printf("%s %.3f %llu\n", name, best, (unsigned long long) (sum)); \
} while (0)

static u64 swap(const u256 *start, int tick, const u256 *liquidity, u64 position, u64 ticks, const u64 *list,
                const u64 *net, u64 fee, int spacing, const u256 *amount) {
    u256 p = *start, l = *liquidity, left = *amount;
    u64 out = 0;
    while (length(left.w, 4)) {
        int c = tick / spacing - (tick < 0 && tick % spacing != 0);
        int end = (c & -256) * spacing, initialized = 0, next = end;
        if (position > 0 && (int64_t) list[position - 1] >= end) {
            next = (int) list[position - 1];
            initialized = 1;
        }
        u256 target = price_at(next);
        step_t s = step(&p, &target, &l, &left, fee);
        u256 used = add(&s.in, &s.fee);
        left = sub(&left, &used);
        out += s.out.w[0];
        p = s.next;
        if (compare(&p, &target) == 0) {
            tick = next - 1;
            if (initialized) {
                position--;
                u256 n = {{net[2 * position], net[2 * position + 1]}};
                l = sub(&l, &n);
                l.w[2] = l.w[3] = 0;
            }
        }
        (void) ticks;
    }
    return out;
}

/* The market state, laid out and kept as the engine's, with what undoes the last 64 blocks of each chain. */
enum { V2 = 1, V3 = 2, CHAIN = 0, SYNCED = 0, DEPTH = 64, BLOCKS = 128, ENTRY = 12 };

typedef struct { u64 *ring, mask, first, last, starts[BLOCKS]; int64_t head, floor; } undo_t;

static undo_t *chains[64];
static u64 *state, *marks, revision;

static void set_up(u64 pools, int family) {
    undo_t *log = calloc(1, sizeof *log);
    log->mask = 32767;
    log->ring = calloc((log->mask + 1) * ENTRY, 8);
    log->head = -1;
    log->floor = INT64_MIN;
    chains[CHAIN] = log;
    state = calloc(pools * 8, 8);
    marks = calloc(pools * 4, 8);
    for (u64 i = 0; i < pools; i++) {
        marks[4 * i] = marks[4 * i + 1] = ~0ULL;
        marks[4 * i + 3] = (u64) SYNCED << 40 | CHAIN << 8 | family;
    }
}

static inline int is_old(const u64 *m, int64_t block, int index) {
    int64_t last = (int64_t) m[0];
    return block <= last && (block < last || index <= (int) (m[1] >> 32));
}

static __attribute__((noinline)) void forget(undo_t *log, int64_t block) {
    for (int64_t b = (log->head > block - BLOCKS ? log->head : block - BLOCKS) + 1; b <= block; b++) {
        log->starts[b & (BLOCKS - 1)] = log->last;
    }
    if (block - DEPTH > log->floor) log->floor = block - DEPTH;
    u64 start = log->floor >= log->head ? log->last : log->starts[(log->floor + 1) & (BLOCKS - 1)];
    if (start > log->first) log->first = start;
    log->head = block;
}

/* The entry that will hold what was before; the ring does not grow here, since it is long enough for all. */
static inline u64 *entry(u64 pool, const u64 *m, int64_t block, u64 kind) {
    undo_t *log = chains[(m[3] & 0xffffffffffULL) >> 8];
    if (block > log->head) forget(log, block);
    if (log->last - log->first > log->mask) exit(4);
    u64 *e = log->ring + (log->last++ & log->mask) * ENTRY;
    e[0] = pool << 32 | m[3] >> 40 << 8 | kind;
    e[1] = m[1];
    e[2] = m[0];
    e[3] = block;
    return e;
}

static inline void after(u64 *m, int64_t block, int index) {
    m[0] = block;
    m[1] = (u64) index << 32 | (m[1] & 0xffffffff);
    m[2]++;
    revision++;
}

/* Events come one at a time: the functions are called as a library's are, so that nothing of one event is kept in registers for the next. */
static __attribute__((noinline)) int apply_sync(u64 pool, const u64 *to, int64_t block, int index) {
    u64 *m = marks + 4 * pool, *s = state + 8 * pool;
    if ((uint8_t) m[3] != V2 || (to[1] | to[3]) >> 48) return -1;
    if (is_old(m, block, index)) return -2;
    u64 *e = entry(pool, m, block, 2);
    memcpy(e + 4, s, 32);
    memcpy(s, to, 32);
    m[3] &= 0xffffffffffULL;
    after(m, block, index);
    return 0;
}

static __attribute__((noinline)) int apply_swap(u64 pool, const u64 *to, const u64 *list, const u64 *net, u64 count, int64_t block, int index) {
    u64 *m = marks + 4 * pool, *s = state + 8 * pool;
    if ((uint8_t) m[3] != V3) return -1;
    if (m[3] >> 40 != SYNCED) return -3;
    if (is_old(m, block, index)) return -2;
    u64 *e = entry(pool, m, block, 0);
    memcpy(e + 4, s, 56);
    int tick = (int) (int64_t) to[5];
    u64 where = s[5] >> 32;
    u128 have = (u128) s[4] << 64 | s[3];
    while (where < count && (int64_t) list[where] <= tick) {
        have += (u128) net[2 * where + 1] << 64 | net[2 * where];
        where++;
    }
    while (where > 0 && (int64_t) list[where - 1] > tick) {
        where--;
        have -= (u128) net[2 * where + 1] << 64 | net[2 * where];
    }
    memcpy(s, to, 40);
    s[5] = where << 32 | (uint32_t) tick;
    after(m, block, index);
    return (u64) have == to[3] && (u64) (have >> 64) == to[4] ? 0 : -4;
}

int main(int argc, char **argv) {
    if (argc < 2) return 1;
    FILE *f = fopen(argv[1], "rb");
    if (!f) return 1;
    fseek(f, 0, SEEK_END);
    words_left = ftell(f) / 8;
    rewind(f);
    data = malloc(words_left * 8);
    if (fread(data, 8, words_left, f) != words_left) return 1;
    fclose(f);
    u64 n = *take(1);
    u64 *v2 = take(n * 6), *md = take(n * 12), *st = take(n * 16), *tk = take(n);
    u64 *head = take(7), spacing = head[6];
    u64 count = *take(1), *list = take(count), *net = take(2 * count), *amounts = take(n * 2);
    u64 position = 0;
    while (position < count && (int64_t) list[position] <= (int64_t) head[5]) position++;

    MEASURE("v2-out", n, {
        u64 *c = v2 + 6 * i;
        u256 x = {{c[0], c[1]}}, keep = {{997}}, thousand = {{1000}}, in = {{c[2], c[3]}}, to = {{c[4], c[5]}};
        u64 t[8] = {0}; u64 d[8] = {0};
        multiply(x.w, 2, keep.w, 1, t);
        multiply(in.w, 2, thousand.w, 1, d);
        u256 k = {{t[0], t[1], t[2], 0}}; u256 b = {{d[0], d[1], d[2], 0}};
        b = add(&b, &k);
        sum += muldiv(&k, &to, &b, 0).w[0];
    });
    MEASURE("mul-div", n, {
        u64 *c = md + 12 * i;
        sum += muldiv((u256 *) c, (u256 *) (c + 4), (u256 *) (c + 8), 0).w[0];
    });
    MEASURE("v3-swap-step", n, {
        u64 *c = st + 16 * i;
        step_t s = step((u256 *) c, (u256 *) (c + 4), (u256 *) (c + 8), (u256 *) (c + 12), 3000);
        sum += s.next.w[0] + s.in.w[0] + s.out.w[0] + s.fee.w[0];
    });
    MEASURE("tick-to-price", n, { sum += price_at((int) (int64_t) tk[i]).w[0]; });
    u256 price = {{head[0], head[1], head[2], 0}}, liquidity = {{head[3], head[4], 0, 0}};
    MEASURE("v3-swap-5-crossings", n, {
        u256 amount = {{amounts[2 * i], amounts[2 * i + 1]}};
        sum += swap(&price, (int) (int64_t) head[5], &liquidity, position, count, list, net, 3000, (int) spacing, &amount);
    });
    u64 event = 0;
    set_up(n, V2);
    MEASURE("apply-sync", n, {
        if (apply_sync(i, v2 + 6 * i + 2, event >> 8, event & 255)) exit(3);
        event++;
        sum += state[8 * i];
    });
    set_up(n, V3);
    for (u64 i = 0; i < n; i++) {
        memcpy(state + 8 * i, head, 40);
        state[8 * i + 5] = position << 32 | (uint32_t) head[5];
    }
    /* Two prices in turn, a few ticks apart, each with the liquidity that the ticks between say. */
    int below = (int) (int64_t) list[position - 3] + 7;
    u64 swapped[2][6];
    u256 low = price_at(below);
    memcpy(swapped[1], head, 48);
    memcpy(swapped[0], low.w, 24);
    u128 l = (u128) head[4] << 64 | head[3];
    for (int k = 1; k <= 2; k++) l -= (u128) net[2 * (position - k) + 1] << 64 | net[2 * (position - k)];
    swapped[0][3] = (u64) l;
    swapped[0][4] = (u64) (l >> 64);
    swapped[0][5] = (u64) (int64_t) below;
    u64 turn = 0;
    event = 0;
    MEASURE("apply-swap", n, {
        if (apply_swap(i, swapped[turn++ / n & 1], list, net, count, event >> 8, event & 255)) exit(3);
        event++;
        sum += state[8 * i];
    });
    return 0;
}
