/** The nodes of a chain: messages in and out, JSON-RPC with failover, batched reads. */
@Export
@Version("0.1.0")
package org.alphapulse.chain;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
