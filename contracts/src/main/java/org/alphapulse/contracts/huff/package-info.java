/** An assembler for the Huff language, so that the contracts written in it need no Node at run time. */
package org.alphapulse.contracts.huff;
