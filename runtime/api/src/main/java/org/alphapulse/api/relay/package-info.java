/** What moves through the relays, seen from outside: observers, their loss policies, recovery and traces. */
@Export
@Version("0.1.0")
package org.alphapulse.api.relay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
