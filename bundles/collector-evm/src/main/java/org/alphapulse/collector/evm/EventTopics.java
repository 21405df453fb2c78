package org.alphapulse.collector.evm;

/** The first topics of the events that change pools: the Keccak hash of their signature, whole and as its first eight bytes. */
final class EventTopics {
    /** {@code Sync(uint112,uint112)}. */
    static final String SYNC = "0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1";
    /** {@code Swap(address,address,int256,int256,uint160,uint128,int24)}. */
    static final String SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";
    /** PancakeSwap's Swap with two more words: {@code Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)}. */
    static final String SWAP_WITH_FEES = "0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83";
    /** {@code Mint(address,address,int24,int24,uint128,uint256,uint256)}. */
    static final String MINT = "0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde";
    /** {@code Burn(address,int24,int24,uint128,uint256,uint256)}. */
    static final String BURN = "0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c";
    /** {@code Initialize(uint160,int24)}. */
    static final String INITIALIZE = "0x98636036cb66a9c19a37435efc1e90142190214e8abeb821bdba3f2990dd4c95";
    /** {@code SetFeeProtocol(uint8,uint8,uint8,uint8)}. */
    static final String FEE_PROTOCOL = "0x973d8d92bb299f4af6ce49b52a8adb85ae46b9f214c4c4fc06ac77401237b133";
    /** {@code PairCreated(address,address,address,uint256)}. */
    static final String PAIR_CREATED = "0x0d3648bd0f6ba80134a33ba9275ac585d9d315f0ad8355cddefde31afa28d0e9";
    /** {@code PoolCreated(address,address,uint24,int24,address)}. */
    static final String POOL_CREATED = "0x783cca1c0412dd0d695e784568c96da2e9c22ff989357a2e8b1d9b2b4e6b7118";

    static final long SYNC_HEAD = head(SYNC);
    static final long SWAP_HEAD = head(SWAP);
    static final long SWAP_WITH_FEES_HEAD = head(SWAP_WITH_FEES);
    static final long MINT_HEAD = head(MINT);
    static final long BURN_HEAD = head(BURN);
    static final long INITIALIZE_HEAD = head(INITIALIZE);
    static final long FEE_PROTOCOL_HEAD = head(FEE_PROTOCOL);

    /** All that change a pool, as the JSON of a filter. */
    static final String FILTER =
            "[[\"" + String.join("\",\"", SYNC, SWAP, SWAP_WITH_FEES, MINT, BURN, INITIALIZE, FEE_PROTOCOL) + "\"]]";

    private EventTopics() {}

    private static long head(String topic) {
        return Long.parseUnsignedLong(topic, 2, 18, 16);
    }
}
