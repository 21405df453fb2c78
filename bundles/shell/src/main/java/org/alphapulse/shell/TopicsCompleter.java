package org.alphapulse.shell;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes topics: a relay domain, or a domain and a message type. */
@Service
public final class TopicsCompleter implements Completer {
    private final List<String> topics = new ArrayList<>();

    /** Takes the types from the catalogue. */
    public TopicsCompleter() {
        for (int domain = Domains.MARKET_DATA; domain < Domains.SYSTEM; domain++) {
            topics.add(Domains.name(domain));
            for (final TypeSpec type : MessageCatalogue.types()) {
                if (!type.isReserved()) {
                    topics.add(Domains.name(domain) + "/" + type.name());
                }
            }
        }
    }

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(topics).complete(session, commandLine, candidates);
    }
}
