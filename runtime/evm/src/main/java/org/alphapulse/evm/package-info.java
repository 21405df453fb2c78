/** Keccak-256 and EIP-1559 transactions, without allocation. A pure library, usable without OSGi. */
@Export
@Version("0.1.0")
package org.alphapulse.evm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
