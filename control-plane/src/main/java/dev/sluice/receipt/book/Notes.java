package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKind;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;

/** What a person should know beside the answer. */
final class Notes {
    private Notes() {}

    static String of(Question question, ObservedObject now, Receipt receipt, List<FleetStanding> fleets) {
        List<String> notes = new ArrayList<>();
        question.resourceVersion().ifPresent(asked -> version(asked, receipt, notes));
        if (fleets.isEmpty()) {
            notes.add(unused(now));
        }
        fleets.stream()
                .filter(fleet -> fleet.of() == 0)
                .forEach(fleet -> notes.add("no data plane of fleet " + fleet.fleet() + " is connected"));
        if (!now.valid()) {
            notes.add("the object is invalid: its last valid specification is in force, or its routes answer 503");
        }
        return String.join("; ", notes);
    }

    private static void version(long asked, Receipt receipt, List<String> notes) {
        String newest = receipt.resourceVersion();
        if (newest.isEmpty()) {
            notes.add("objects of this source have no resourceVersion; what is said is about the newest");
        } else if (asked < receipt.number()) {
            notes.add("resourceVersion " + asked + " is superseded by " + newest);
        } else if (asked > receipt.number()) {
            notes.add("resourceVersion " + asked + " says nothing else to Sluice than " + newest);
        }
    }

    static String unused(ObservedObject object) {
        return object.key().kind().equals(ObjectKind.INGRESS)
                        || object.key().kind().equals(ObjectKind.INGRESS_CLASS)
                ? "it is of no class of this controller"
                : "nothing that this controller serves refers to it";
    }
}
