/** What a risk monitor implements. */
@Export
@Version("0.1.0")
package org.alphapulse.spi.risk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
