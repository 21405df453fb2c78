package org.alphapulse.shell.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.karaf.shell.api.console.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal at the other end of a connection, as Karaf and as JLine see it. */
final class SocketTerminal extends LineDisciplineTerminal implements Terminal {
    SocketTerminal(String type, OutputStream screen) throws IOException {
        super("alphapulse", type, screen, StandardCharsets.UTF_8);
    }

    @Override
    public int getWidth() {
        return getSize().getColumns();
    }

    @Override
    public int getHeight() {
        return getSize().getRows();
    }

    @Override
    public boolean isAnsiSupported() {
        return true;
    }

    @Override
    public boolean isEchoEnabled() {
        return echo();
    }

    @Override
    public void setEchoEnabled(boolean enabled) {
        echo(enabled);
    }

    @Override
    public void addSignalListener(SignalListener listener, org.apache.karaf.shell.api.console.Signal... signals) {
        for (final org.apache.karaf.shell.api.console.Signal signal : signals) {
            for (final Signal own : Signal.values()) {
                if (own.name().equals(signal.name())) {
                    handle(own, raised -> listener.signal(signal));
                }
            }
        }
    }

    @Override
    public void addSignalListener(SignalListener listener, EnumSet<org.apache.karaf.shell.api.console.Signal> signals) {
        addSignalListener(listener, signals.toArray(org.apache.karaf.shell.api.console.Signal[]::new));
    }

    @Override
    public void addSignalListener(SignalListener listener) {
        addSignalListener(listener, org.apache.karaf.shell.api.console.Signal.values());
    }

    @Override
    public void removeSignalListener(SignalListener listener) {
        for (final Signal own : Signal.values()) {
            handle(own, SignalHandler.SIG_DFL);
        }
    }
}
