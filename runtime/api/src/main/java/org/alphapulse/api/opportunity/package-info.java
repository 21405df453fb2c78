/** What strategies found, what they made of it, and questions about routes that the same mathematics answers. */
@Export
@Version("0.1.0")
package org.alphapulse.api.opportunity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
