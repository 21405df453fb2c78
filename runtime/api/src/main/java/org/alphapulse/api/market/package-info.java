/** The market for people and tools: copies, read on any thread. Plugins read it in place, see the contexts. */
@Export
@Version("0.1.0")
package org.alphapulse.api.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
