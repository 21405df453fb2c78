/** Tests of plugins against the real engine. */
package org.alphapulse.testkit;
