package org.alphapulse.cli;

import java.util.ArrayList;
import java.util.List;

/** What the doctor has found so far, of one area at a time. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private String area = "";

    void area(String name) {
        area = name;
    }

    void ok(String subject, String what) {
        all.add(new Finding(Finding.Level.OK, area, subject, what, ""));
    }

    void hint(String subject, String what, String advice) {
        all.add(new Finding(Finding.Level.HINT, area, subject, what, advice));
    }

    void mend(String subject, String what, String advice) {
        all.add(new Finding(Finding.Level.MEND, area, subject, what, advice));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    boolean healthy() {
        return all.stream().noneMatch(finding -> finding.level() == Finding.Level.MEND);
    }
}
