package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Obeys one-line commands for people and scripts: {@code reorg CHAIN DEPTH}, {@code mine CHAIN BLOCKS}, {@code drop CHAIN}, {@code
 * silence CHAIN on|off}, {@code refuse CHAIN on|off}, {@code oracle CHAIN SYMBOL USD}, {@code stats}, {@code describe}. Thread-safe.
 */
public final class DevnetConsole {
    private static final String COMMANDS =
            "allowed are reorg CHAIN DEPTH, mine CHAIN BLOCKS, drop CHAIN, silence CHAIN on|off, refuse CHAIN on|off,"
                    + " oracle CHAIN SYMBOL USD, stats and describe";

    private final Devnet devnet;
    private final List<Noise> noises;

    /**
     * Commands for a devnet.
     *
     * @param devnet running
     * @param noises what runs on its chains, in their order, or nothing
     */
    public DevnetConsole(Devnet devnet, List<Noise> noises) {
        this.devnet = devnet;
        this.noises = List.copyOf(noises);
    }

    /**
     * Obeys a command.
     *
     * @param words the command and its arguments
     * @return what to print, for a JSON writer; with the key {@code error} if it could not be done
     */
    public Map<String, Object> obey(String... words) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("event", words[0]);
        try {
            if (words[0].equals("stats")) {
                answer.put("chains", stats());
            } else if (words[0].equals("describe")) {
                answer.put("chains", describe());
            } else if (words.length == 1) {
                throw new IllegalArgumentException(COMMANDS);
            } else {
                LocalChain chain = devnet.chain(Long.parseLong(words[1]));
                act(chain, words);
                answer.put("chain", chain.id());
                answer.put("block", chain.blockNumber());
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException wrong) {
            answer.put("error", cannot(words, COMMANDS));
        } catch (IllegalArgumentException wrong) {
            answer.put("error", cannot(words, wrong.getMessage()));
        } catch (RpcException | IllegalStateException refused) {
            answer.put("error", refused.getMessage());
        }
        return answer;
    }

    private static String cannot(String[] words, String why) {
        return "cannot do \"" + String.join(" ", words) + "\": " + why;
    }

    private static void act(LocalChain chain, String[] words) {
        switch (words[0]) {
            case "reorg" -> chain.reorg(Integer.parseInt(words[2]));
            case "mine" -> chain.mine(Integer.parseInt(words[2]));
            case "drop" -> chain.dropConnections();
            case "silence" -> chain.connections().silence(isOn(words[2]));
            case "refuse" -> chain.connections().refuse(isOn(words[2]));
            case "oracle" -> chain.setOraclePrice(chain.token(words[2]), new BigDecimal(words[3]));
            default -> throw new IllegalArgumentException(COMMANDS);
        }
    }

    private static boolean isOn(String word) {
        if (!word.equals("on") && !word.equals("off")) {
            throw new IllegalArgumentException(COMMANDS);
        }
        return word.equals("on");
    }

    private List<Map<String, Object>> stats() {
        List<Map<String, Object>> stats = new ArrayList<>();
        for (int i = 0; i < devnet.chains().size(); i++) {
            LocalChain chain = devnet.chains().get(i);
            Map<String, Object> one = endpoints(chain);
            one.put("pools", chain.pools().size());
            one.put("clients", chain.connections().count());
            if (i < noises.size()) {
                Noise noise = noises.get(i);
                one.put("swaps", noise.swaps());
                one.put("liquidityChanges", noise.liquidityChanges());
                one.put("oracleMoves", noise.oracleMoves());
                one.put("refused", noise.refused());
            }
            stats.add(one);
        }
        return stats;
    }

    private List<Map<String, Object>> describe() {
        List<Map<String, Object>> chains = new ArrayList<>();
        for (LocalChain chain : devnet.chains()) {
            Map<String, Object> one = endpoints(chain);
            one.put("accounts", chain.accounts());
            one.put("contracts", chain.contracts());
            one.put("tokens", chain.tokens());
            one.put("pools", chain.pools());
            chains.add(one);
        }
        return chains;
    }

    private static Map<String, Object> endpoints(LocalChain chain) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", chain.id());
        one.put("http", chain.httpUrl());
        one.put("ws", chain.wsUrl());
        one.put("ipc", chain.ipc().toString());
        one.put("block", chain.blockNumber());
        return one;
    }
}
