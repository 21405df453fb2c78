package org.alphapulse.shell;

import org.apache.karaf.shell.support.table.ShellTable;

/** Tables for people. */
final class Tables {
    private Tables() {}

    static ShellTable of(String empty, String... columns) {
        final ShellTable table = new ShellTable();
        for (final String column : columns) {
            table.column(column);
        }
        return table.emptyTableText(empty);
    }
}
