package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the examples of the Solidity ABI specification and well-known selectors and topics. */
class AbiTest {
    @Test
    void shouldGiveTheWellKnownSelectorsAndTopicsWhenHashing() {
        assertEquals("0xa9059cbb", Abi.selector("transfer(address,uint256)"));
        assertEquals(
                "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
                Abi.keccak("Transfer(address,address,uint256)"));
        assertEquals("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", Abi.keccak(""));
    }

    @Test
    void shouldEncodeAsTheSpecificationShowsWhenTypesAreDynamic() {
        String expected = "0x8be65246"
                + "0000000000000000000000000000000000000000000000000000000000000123"
                + "0000000000000000000000000000000000000000000000000000000000000080"
                + "3132333435363738393000000000000000000000000000000000000000000000"
                + "00000000000000000000000000000000000000000000000000000000000000e0"
                + "0000000000000000000000000000000000000000000000000000000000000002"
                + "0000000000000000000000000000000000000000000000000000000000000456"
                + "0000000000000000000000000000000000000000000000000000000000000789"
                + "000000000000000000000000000000000000000000000000000000000000000d"
                + "48656c6c6f2c20776f726c642100000000000000000000000000000000000000";
        assertEquals(
                expected,
                Abi.call(
                        "f(uint256,uint32[],bytes10,bytes)",
                        0x123,
                        List.of(0x456, 0x789),
                        "0x31323334353637383930",
                        "0x48656c6c6f2c20776f726c6421"));
    }

    @Test
    void shouldReadBackWhatItWroteWhenTypesAreNested() {
        String types = "(int24,(address,uint256[])[],string,bool)";
        Object[] values = {
            BigInteger.valueOf(-887272),
            List.of(List.of("0x" + "ab".repeat(20), List.of(BigInteger.ONE, BigInteger.TEN))),
            "a text that is longer than thirty-two bytes",
            true
        };
        assertEquals(List.of(values), Abi.decode(types, "0x" + Abi.encode(types, values)));
    }

    @Test
    void shouldSayWhatIsWrongWhenDataIsShort() {
        assertThrows(IllegalArgumentException.class, () -> Abi.decode("(uint256)", "0x12"));
    }

    @Test
    void shouldKnowCreatedAddressesWhenNoncesVary() {
        // The first contracts of a well-known account, as published with the CREATE examples.
        String sender = "0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0";
        assertEquals("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d", Abi.createdAddress(sender, 0));
        assertEquals("0x343c43a37d37dff08ae8c4a11544c718abb4fcf8", Abi.createdAddress(sender, 1));
        assertEquals("0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91", Abi.createdAddress(sender, 2));
    }
}
