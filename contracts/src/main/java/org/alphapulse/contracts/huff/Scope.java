package org.alphapulse.contracts.huff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One use of a macro: what its parameters stand for, its own labels, and the use it lies in. */
final class Scope {
    final Macro macro;
    final Map<String, List<Token>> arguments;
    final Scope outer;
    private final Map<String, Integer> labels = new HashMap<>();

    Scope(Macro macro, Map<String, List<Token>> arguments, Scope outer) {
        this.macro = macro;
        this.arguments = arguments;
        this.outer = outer;
    }

    void label(Token name, int position) {
        if (labels.put(name.text(), position) != null) {
            throw new HuffException(name, "label " + name.text() + " is set twice");
        }
    }

    /** Returns the position of the nearest label of that name, from here outwards, or -1. */
    int find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Integer position = scope.labels.get(name);
            if (position != null) {
                return position;
            }
        }
        return -1;
    }

    boolean uses(Macro other) {
        return macro.name().equals(other.name()) || (outer != null && outer.uses(other));
    }
}
