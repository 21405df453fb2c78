/** The message protocol: header, flyweights, reader, writer, validation and rendering. */
@Export
@Version("0.1.0")
package org.alphapulse.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
