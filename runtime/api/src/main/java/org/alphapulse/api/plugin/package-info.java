/** Reading and changing the plugins, slots and state of a running engine. */
@Export
@Version("0.2.0")
package org.alphapulse.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
