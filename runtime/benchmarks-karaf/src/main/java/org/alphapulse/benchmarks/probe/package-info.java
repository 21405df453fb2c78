/** What the strategy under test tells the benchmark. */
@Export
@Version("0.1.0")
package org.alphapulse.benchmarks.probe;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
