package org.alphapulse.devnet.karaf;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetConsole;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Noise;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local chains for as long as there is a configuration for them. They start on a thread of their own, since that takes seconds; once they
 * answer, the {@link Devnet} is a service. What keeps them from starting is told by {@link #console} and in one line of the log.
 */
@Component(
        name = "org.alphapulse.devnet.karaf",
        immediate = true,
        service = DevnetComponent.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DevnetConfig.class)
public final class DevnetComponent {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.devnet");

    private final BundleContext context;
    private Devnet devnet;
    private DevnetConsole console;
    private ServiceRegistration<Devnet> registration;
    private String missing = "the local chains are starting; ask again in some seconds";
    private boolean ended;

    /** Begins to start the chains, or remembers why that cannot be. */
    @Activate
    public DevnetComponent(DevnetConfig config, BundleContext context) {
        this.context = context;
        try {
            final DevnetSettings settings = DevnetSettings.of(config);
            final Thread thread = new Thread(() -> start(settings), "alphapulse-devnet");
            thread.setDaemon(true);
            thread.start();
        } catch (RuntimeException refused) {
            fail(refused);
        }
    }

    private void start(DevnetSettings settings) {
        final long begin = System.nanoTime();
        try {
            final Devnet started = Devnet.start(settings.devnet());
            try {
                serve(started, settings);
            } catch (RuntimeException failed) {
                started.close();
                throw failed;
            }
            LOG.info("the local chains are up after {} ms", (System.nanoTime() - begin) / 1_000_000);
        } catch (RuntimeException failed) {
            fail(failed);
        }
    }

    private void serve(Devnet started, DevnetSettings settings) {
        final List<Noise> noises = new ArrayList<>();
        for (final LocalChain chain : started.chains()) {
            LOG.info("chain {} is at {}", chain.id(), chain.wsUrl());
            if (settings.noise() != null) {
                noises.add(chain.noise(settings.noise()));
            }
        }
        synchronized (this) {
            if (ended) {
                throw new IllegalStateException("ended while they started");
            }
            devnet = started;
            console = new DevnetConsole(started, noises);
            registration = context.registerService(Devnet.class, started, null);
        }
    }

    private synchronized void fail(RuntimeException cause) {
        missing = "the local chains did not start: " + cause.getMessage();
        if (!ended) {
            LOG.error("{}", missing);
        }
    }

    /**
     * The commands for the chains.
     *
     * @throws IllegalStateException if the chains are not up, with the reason and what to do
     */
    synchronized DevnetConsole console() {
        if (console == null) {
            throw new IllegalStateException(missing);
        }
        return console;
    }

    @Deactivate
    void close() {
        final Devnet running;
        synchronized (this) {
            ended = true;
            running = devnet;
            console = null;
            if (registration != null) {
                registration.unregister();
            }
        }
        if (running != null) {
            running.close();
        }
    }
}
