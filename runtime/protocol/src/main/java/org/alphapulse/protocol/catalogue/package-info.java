/**
 * What messages exist: the one place where a type is declared. Flyweights, reference page, rendering, validation and
 * round-trip tests all come from here, so a new type is one new entry.
 */
@Export
@Version("0.1.0")
package org.alphapulse.protocol.catalogue;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
