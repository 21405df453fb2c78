package org.alphapulse.executor.flashloan;

import java.util.HexFormat;
import java.util.Locale;
import org.alphapulse.api.context.Check;

/**
 * The configuration, checked.
 *
 * @param chainId of the chain
 * @param contract 20 bytes
 * @param recipient 20 bytes
 * @param ceilingWei most paid per gas
 * @param tipWei where a plan names none
 * @param headroomWei of the fee cap above twice the base fee and the tip
 * @param gasMarginPercent above the estimate
 * @param maxGas highest limit
 * @param exactOutputs see {@link RouteCalldata}
 * @param lastCheck by eth_call
 * @param pollNs between looks at the chain
 * @param replaceAfter blocks
 * @param deadlineBlocks for plans without deadline
 * @param slackSeconds from the deadline for sending to that for running
 */
record Settings(
        long chainId,
        byte[] contract,
        byte[] recipient,
        long ceilingWei,
        long tipWei,
        long headroomWei,
        int gasMarginPercent,
        long maxGas,
        boolean exactOutputs,
        boolean lastCheck,
        long pollNs,
        long replaceAfter,
        long deadlineBlocks,
        long slackSeconds) {
    private static final double GWEI = 1e9;
    private static final String ADDRESS = "0x[0-9a-fA-F]{40}";

    static Settings of(FlashConfig c, byte[] account) {
        final String contract = Check.text("contract", c::contract, ADDRESS, "an address");
        final String recipient = Check.text("recipient", c::recipient, ADDRESS + "|", "an address or nothing");
        return new Settings(
                Check.range("chain.id", c::chain_id, 1, 0xFFFF_FFFFL, "as a chain id"),
                bytes(contract),
                recipient.isEmpty() ? account : bytes(recipient),
                (long) (Check.decimal("max.fee.gwei", c::max_fee_gwei, 0.001, 100_000, "gwei") * GWEI),
                (long) (Check.decimal("priority.fee.gwei", c::priority_fee_gwei, 0, 10_000, "gwei") * GWEI),
                (long) (Check.decimal("fee.headroom.gwei", c::fee_headroom_gwei, 0, 10_000, "gwei") * GWEI),
                (int) Check.range("gas.margin.percent", c::gas_margin_percent, 0, 400, "percent"),
                Check.range("max.gas", c::max_gas, PlanBuilder.MIN_GAS, 30_000_000, "gas"),
                c.exact_outputs(),
                c.last_check(),
                Check.range("poll.ms", c::poll_ms, 1, 60_000, "milliseconds") * 1_000_000,
                Check.range("replace.after.blocks", c::replace_after_blocks, 1, 1_000, "blocks"),
                Check.range("deadline.blocks", c::deadline_blocks, 1, 10_000, "blocks"),
                Check.range("deadline.slack.s", c::deadline_slack_s, 0, 3_600, "seconds"));
    }

    /** The same for another chain. */
    Settings onChain(long id) {
        return new Settings(
                id,
                contract,
                recipient,
                ceilingWei,
                tipWei,
                headroomWei,
                gasMarginPercent,
                maxGas,
                exactOutputs,
                lastCheck,
                pollNs,
                replaceAfter,
                deadlineBlocks,
                slackSeconds);
    }

    static byte[] bytes(String address) {
        return HexFormat.of().parseHex(address.substring(2).toLowerCase(Locale.ROOT));
    }
}
