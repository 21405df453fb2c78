package org.alphapulse.executor.flashloan;

import org.alphapulse.spi.signer.Signer;

/** What dispatcher and tracker share. */
record Wiring(Signer signer, Channels channels, Account account, Stop stop) {}
