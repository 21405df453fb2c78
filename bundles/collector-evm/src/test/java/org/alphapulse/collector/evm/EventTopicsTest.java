package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.alphapulse.devnet.Abi;
import org.junit.jupiter.api.Test;

class EventTopicsTest {
    @Test
    void shouldBeTheHashesOfTheSignatures() {
        assertEquals(Abi.keccak("Sync(uint112,uint112)"), EventTopics.SYNC);
        assertEquals(Abi.keccak("Swap(address,address,int256,int256,uint160,uint128,int24)"), EventTopics.SWAP);
        assertEquals(
                Abi.keccak("Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)"),
                EventTopics.SWAP_WITH_FEES);
        assertEquals(Abi.keccak("Mint(address,address,int24,int24,uint128,uint256,uint256)"), EventTopics.MINT);
        assertEquals(Abi.keccak("Burn(address,int24,int24,uint128,uint256,uint256)"), EventTopics.BURN);
        assertEquals(Abi.keccak("Initialize(uint160,int24)"), EventTopics.INITIALIZE);
        assertEquals(Abi.keccak("SetFeeProtocol(uint8,uint8,uint8,uint8)"), EventTopics.FEE_PROTOCOL);
        assertEquals(Abi.keccak("PairCreated(address,address,address,uint256)"), EventTopics.PAIR_CREATED);
        assertEquals(Abi.keccak("PoolCreated(address,address,uint24,int24,address)"), EventTopics.POOL_CREATED);
    }
}
