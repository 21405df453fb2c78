package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.JsonValue;
import org.alphapulse.devnet.Abi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The addresses in the chain files. A wrong digit shows in the checksum. A factory and its pools' creation hash are right when pools that are
 * known from elsewhere come out of them: a pool's address is a hash over factory, tokens, fee and creation hash.
 */
class ChainAddressesTest {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}(?![0-9a-fA-F])");

    @TempDir
    Path none;

    private Map<String, String> entries(String chain) {
        return ChainFile.load(chain, none).entries();
    }

    /** EIP-55: a letter is upper case where the hash of the lower-case text has a digit of 8 or more. */
    private static String checksummed(String address) {
        final String digits = address.substring(2).toLowerCase(Locale.ROOT);
        final String hash = Abi.keccak(digits).substring(2);
        final StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            final char c = digits.charAt(i);
            text.append(Character.digit(hash.charAt(i), 16) >= 8 ? Character.toUpperCase(c) : c);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ethereum", "polygon", "arbitrum", "base", "optimism", "bsc"})
    void shouldHaveTheChecksumInEachAddress(String chain) {
        final List<String> wrong = new ArrayList<>();
        int count = 0;
        for (final Map.Entry<String, String> entry : entries(chain).entrySet()) {
            final Matcher matcher = ADDRESS.matcher(entry.getValue());
            while (matcher.find()) {
                count++;
                if (!checksummed(matcher.group()).equals(matcher.group())) {
                    wrong.add(entry.getKey() + "=" + matcher.group());
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(count >= 10, chain + " has only " + count);
    }

    private static byte[] word(String hex) {
        final byte[] bytes = Hex.bytes(hex);
        final byte[] word = new byte[32];
        System.arraycopy(bytes, 0, word, 32 - bytes.length, bytes.length);
        return word;
    }

    private static byte[] keccak(byte[]... parts) {
        int length = 0;
        for (final byte[] part : parts) {
            length += part.length;
        }
        final byte[] all = new byte[length];
        int at = 0;
        for (final byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return Hex.bytes(Abi.keccakHex(Hex.of(all)));
    }

    /** The address that CREATE2 gives a pool of two tokens; fee 0 for constant product. */
    private String pool(String chain, String venue, String one, String other, int fee) {
        final Map<String, String> entries = entries(chain);
        final String factory = entries.get("factory." + venue).split(",")[1].trim();
        final String creator = entries.getOrDefault("deployer." + venue, factory);
        final boolean sorted = one.compareToIgnoreCase(other) < 0;
        final byte[] first = Hex.bytes(sorted ? one : other);
        final byte[] second = Hex.bytes(sorted ? other : one);
        final byte[] salt = fee == 0
                ? keccak(first, second)
                : keccak(word(Hex.of(first)), word(Hex.of(second)), word(String.format("%06x", fee)));
        final byte[] hash =
                keccak(new byte[] {(byte) 0xff}, Hex.bytes(creator), salt, Hex.bytes(entries.get("init." + venue)));
        return Hex.of(hash, 12, 32);
    }

    private String pool(String chain, String venue, String pair, int fee) {
        final String[] symbols = pair.split("/");
        final Map<String, String> entries = entries(chain);
        return pool(chain, venue, entries.get("token." + symbols[0]), entries.get("token." + symbols[1]), fee);
    }

    /** Large pools, as explorers and the venues' own pages name them. */
    @ParameterizedTest
    @CsvSource({
        "ethereum, uniswap-v2, WETH/USDC, 0, 0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc",
        "ethereum, uniswap-v2, WETH/USDT, 0, 0x0d4a11d5EEaaC28EC3F61d100daF4d40471f1852",
        "ethereum, sushiswap-v2, WETH/USDC, 0, 0x397FF1542f962076d0BFE58eA045FfA2d347ACa0",
        "ethereum, uniswap-v3, USDC/WETH, 500, 0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640",
        "ethereum, uniswap-v3, WBTC/WETH, 3000, 0xCBCdF9626bC03E24f779434178A73a0B4bad62eD",
        "ethereum, pancakeswap-v3, WETH/USDT, 500, 0x6CA298D2983aB03Aa1dA7679389D955A4eFEE15C",
        "polygon, uniswap-v3, USDCE/WETH, 500, 0x45dDa9cb7c25131DF268515131f647d726f50608",
        "polygon, quickswap-v2, WPOL/USDCE, 0, 0x6e7a5FAFcec6BB1e78bAE2A1F0B612012BF14827",
        "polygon, quickswap-v2, USDCE/WETH, 0, 0x853Ee4b2A13f8a742d64C8F088bE7bA2131f670d",
        "polygon, sushiswap-v2, USDCE/WETH, 0, 0x34965ba0ac2451A34a0471F04CCa3F990b8dea27",
        "arbitrum, uniswap-v3, WETH/USDCE, 500, 0xC31E54c7a869B9FcBEcc14363CF510d1c41fa443",
        "arbitrum, uniswap-v3, WETH/USDC, 500, 0xC6962004f452bE9203591991D15f6b388e09E8D0",
        "arbitrum, sushiswap-v2, WETH/USDCE, 0, 0x905dfCD5649217c42684f23958568e533C711Aa3",
        "base, uniswap-v3, WETH/USDC, 500, 0xd0b53D9277642d899DF5C87A3966A349A798F224",
        "optimism, uniswap-v3, WETH/USDC, 500, 0x1fb3cf6e48F1E7B10213E7b6d87D4c073C7Fdb7b",
        "bsc, pancakeswap-v2, CAKE/WBNB, 0, 0x0eD7e52944161450477ee417DE9Cd3a859b14fD0",
        "bsc, pancakeswap-v2, USDT/WBNB, 0, 0x16b9a82891338f9bA80E2D6970FddA79D1eb0daE",
        "bsc, pancakeswap-v2, BTCB/WBNB, 0, 0x61EB789d75A95CAa3fF50ed7E47b96c132fEc082",
        "bsc, pancakeswap-v3, USDT/WBNB, 500, 0x36696169C63e42cd08ce11f5deeBbCeBae652050",
        "bsc, pancakeswap-v3, USDT/WBNB, 100, 0x172fcD41E0913e95784454622d1c3724f546f849",
    })
    void shouldGiveTheAddressesOfWellKnownPools(String chain, String venue, String pair, int fee, String known) {
        assertEquals(known.toLowerCase(Locale.ROOT), pool(chain, venue, pair, fee));
    }

    private static Path data(String file) {
        final String folder = System.getProperty("alphapulse.data", "");
        final Path path = Path.of(folder, file);
        assumeTrue(!folder.isEmpty() && Files.exists(path), "needs recorded data: " + file);
        return path;
    }

    private static String read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path);
                InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<JsonValue> rows(Path path) throws IOException {
        final byte[] bytes = read(path).getBytes(StandardCharsets.UTF_8);
        return JsonValue.parse(bytes, 0, bytes.length).elements();
    }

    @Test
    void shouldGiveTheAddressesOfTheFirstConcentratedPoolsOfEthereum() throws IOException {
        final List<JsonValue> rows = rows(data("03-pools/degenbot/uniswap/v3/first_200_uniswap_v3_pools.json"));
        assertEquals(200, rows.size());
        for (final JsonValue row : rows) {
            assertEquals(
                    row.get("pool_address").text().toLowerCase(Locale.ROOT),
                    pool(
                            "ethereum",
                            "uniswap-v3",
                            row.get("token0").text(),
                            row.get("token1").text(),
                            Integer.parseInt(row.get("fee").text())));
        }
    }

    /** Fees are in basis points there. */
    @Test
    void shouldGiveTheAddressesOfThePoolsOfBase() throws IOException {
        final List<JsonValue> rows = rows(data("03-pools/web3-ethereum-defi/base/pools.json.gz"));
        for (final JsonValue row : rows) {
            assertEquals(
                    row.get("pool_address").text().toLowerCase(Locale.ROOT),
                    pool(
                            "base",
                            "uniswap-v3",
                            row.get("base_token_address").text(),
                            row.get("quote_token_address").text(),
                            100 * Integer.parseInt(row.get("fee").text())));
        }
    }

    @ParameterizedTest
    @CsvSource({"uniswap-v2, v2pairs.csv.gz, 15", "sushiswap-v2, sushipairs.csv, 9"})
    void shouldGiveAddressesThatAreInTheListsOfPairs(String venue, String file, int least) throws IOException {
        final Set<String> pairs = new HashSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new java.io.ByteArrayInputStream(
                        read(data("03-pools/mev-inspect-rs/" + file)).getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> pairs.add(line.trim().toLowerCase(Locale.ROOT)));
        }
        final List<String> tokens = ChainFile.load("ethereum", none).tokens();
        int found = 0;
        for (int i = 0; i < tokens.size(); i++) {
            for (int j = 0; j < i; j++) {
                found += pairs.contains(pool("ethereum", venue, tokens.get(i), tokens.get(j), 0)) ? 1 : 0;
            }
        }
        assertTrue(found >= least, found + " of the pairs between the listed tokens");
    }
}
