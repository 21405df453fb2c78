/** What a venue collector implements. */
@Export
@Version("0.1.0")
package org.alphapulse.spi.collector;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
