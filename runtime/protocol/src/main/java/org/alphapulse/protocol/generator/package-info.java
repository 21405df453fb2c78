/** Build-time programs that turn the catalogue into source code and into the reference page. */
package org.alphapulse.protocol.generator;
