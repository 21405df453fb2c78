/** What the runtime lends a plugin while it is bound: sink, market, scheduler, clock and configuration checks. */
@Export
@Version("0.1.0")
package org.alphapulse.api.context;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
