/** Exact pool mathematics. */
@Export
@Version("0.1.0")
package org.alphapulse.amm;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
