/** Keeps the explanations that strategies publish. */
package org.alphapulse.engine.opportunity;
