/** Identifiers and values that every other module speaks of; depends on nothing but the JDK. */
@Export
@Version("0.1.0")
package org.alphapulse.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
