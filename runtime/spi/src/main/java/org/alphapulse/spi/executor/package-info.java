/** What an executor of approved plans implements. */
@Export
@Version("0.1.0")
package org.alphapulse.spi.executor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
