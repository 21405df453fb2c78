/** The compiled trading contracts, ready to deploy. */
@Export
@Version("0.1.0")
package org.alphapulse.contracts;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
