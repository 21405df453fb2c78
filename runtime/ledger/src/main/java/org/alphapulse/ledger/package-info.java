/** What was sent to chains and what became of it, durably, and the positions that follow from it. */
@Export
@Version("0.1.0")
package org.alphapulse.ledger;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
