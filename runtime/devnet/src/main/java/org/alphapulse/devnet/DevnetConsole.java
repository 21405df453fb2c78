package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Obeys the one-line commands of {@link DevnetMain}. */
final class DevnetConsole {
    private final Devnet devnet;
    private final List<Noise> noises;

    DevnetConsole(Devnet devnet, List<Noise> noises) {
        this.devnet = devnet;
        this.noises = noises;
    }

    /** Obeys a command and answers with what to print. */
    Map<String, Object> obey(String[] words) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("event", words[0]);
        try {
            if (words[0].equals("stats")) {
                answer.put("chains", stats());
            } else {
                LocalChain chain = devnet.chain(Long.parseLong(words[1]));
                act(chain, words);
                answer.put("chain", chain.id());
                answer.put("block", chain.blockNumber());
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
            answer.put("error", "cannot do \"" + String.join(" ", words) + "\": " + wrong.getMessage());
        } catch (RpcException | IllegalStateException refused) {
            answer.put("error", refused.getMessage());
        }
        return answer;
    }

    private static void act(LocalChain chain, String[] words) {
        switch (words[0]) {
            case "reorg" -> chain.reorg(Integer.parseInt(words[2]));
            case "mine" -> chain.mine(Integer.parseInt(words[2]));
            case "drop" -> chain.dropConnections();
            case "silence" -> chain.connections().silence(words[2].equals("on"));
            case "refuse" -> chain.connections().refuse(words[2].equals("on"));
            case "oracle" -> chain.setOraclePrice(chain.token(words[2]), new BigDecimal(words[3]));
            default ->
                throw new IllegalArgumentException(
                        "the commands are reorg, mine, drop, silence, refuse, oracle and stats");
        }
    }

    private List<Map<String, Object>> stats() {
        List<Map<String, Object>> stats = new ArrayList<>();
        for (int i = 0; i < devnet.chains().size(); i++) {
            LocalChain chain = devnet.chains().get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", chain.id());
            one.put("block", chain.blockNumber());
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
}
