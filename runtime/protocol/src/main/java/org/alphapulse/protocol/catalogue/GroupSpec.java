package org.alphapulse.protocol.catalogue;

import java.util.List;

/**
 * Entries of one layout that repeat behind the fixed fields.
 *
 * @param name        of one entry, in lower camel case
 * @param doc         what the entries are, one phrase
 * @param countOffset of the u16 that holds the number of entries
 * @param entryLength size of an entry in bytes
 * @param fields      of an entry, with offsets from its start
 */
public record GroupSpec(String name, String doc, int countOffset, int entryLength, List<FieldSpec> fields) {}
