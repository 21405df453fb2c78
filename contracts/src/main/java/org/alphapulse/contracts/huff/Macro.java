package org.alphapulse.contracts.huff;

import java.util.List;

/** A macro as written: its parameters' names and its body's tokens. */
record Macro(String name, List<String> parameters, List<Token> body) {}
