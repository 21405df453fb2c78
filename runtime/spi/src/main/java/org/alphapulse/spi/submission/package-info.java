/** What carries signed transactions to a chain. */
@Export
@Version("0.1.0")
package org.alphapulse.spi.submission;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
