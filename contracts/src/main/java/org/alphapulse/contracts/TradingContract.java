package org.alphapulse.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The contracts this project deploys. All take the same constructor arguments. Immutable; safe for use by many threads. */
public enum TradingContract {
    /** Closed routes over V2-like and V3-like pools, every funding; Solidity. */
    FLASH_LOAN_ARBITRAGE("FlashLoanArbitrage"),
    /** Liquidation of Aave V3 positions with borrowed money; Solidity. */
    LIQUIDATION_BOT("LiquidationBot"),
    /** The same as {@link #FLASH_LOAN_ARBITRAGE} with one operator; Huff. */
    FLASH_ARBITRAGE("FlashArbitrage"),
    /** Long routes with every amount given, each pool paying the next; Huff. */
    COMPOUND_ARBITRAGE("CompoundArbitrage"),
    /** Routes over trusted pools with the operator's own capital; Huff. */
    FAST_SWAP("FastSwap");

    private static final int ADDRESS = 20;
    private static final int WORD = 32;

    private final String file;

    TradingContract(String file) {
        this.file = file;
    }

    /**
     * Returns the code of a transaction without recipient that deploys the contract.
     *
     * @param owner who may change settings and take out stray tokens, 20 bytes, not zero
     * @param leadOperator who may trade, 20 bytes; zero for nobody yet
     * @param weth the chain's wrapped native coin, 20 bytes
     * @param balancerVault Balancer's vault, 20 bytes; zero where there is none
     * @param aavePool Aave's pool, 20 bytes; zero where there is none
     * @throws IllegalArgumentException if an address is not of 20 bytes or the owner is zero
     */
    public byte[] initCode(byte[] owner, byte[] leadOperator, byte[] weth, byte[] balancerVault, byte[] aavePool) {
        if (HexFormat.of().formatHex(owner).matches("0*")) {
            throw new IllegalArgumentException("the owner must not be the zero address");
        }
        byte[][] arguments = {owner, leadOperator, weth, balancerVault, aavePool};
        byte[] code = code();
        byte[] all = new byte[code.length + arguments.length * WORD];
        System.arraycopy(code, 0, all, 0, code.length);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].length != ADDRESS) {
                throw new IllegalArgumentException("an address has 20 bytes, not " + arguments[i].length);
            }
            System.arraycopy(arguments[i], 0, all, code.length + (i + 1) * WORD - ADDRESS, ADDRESS);
        }
        return all;
    }

    private byte[] code() {
        try (InputStream in = TradingContract.class.getResourceAsStream(file + ".hex")) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + file + ".hex");
            }
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
