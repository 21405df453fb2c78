/** Tests of plugins against the real engine. */
@Export
@Version("1.0.0")
package org.alphapulse.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
