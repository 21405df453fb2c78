/** The risk gate, and the approval without which no executor acts. */
@Export
@Version("0.1.0")
package org.alphapulse.api.risk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
