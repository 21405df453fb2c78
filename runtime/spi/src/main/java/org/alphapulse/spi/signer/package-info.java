/** What holds the keys of accounts and signs for them. */
@Export
@Version("0.1.0")
package org.alphapulse.spi.signer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
