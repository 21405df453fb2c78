/** State of pools and order books behind dense handles: one writer, readers in place. */
@Export
@Version("0.1.0")
package org.alphapulse.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
