package dev.sluice.receipt;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.Missing;
import dev.sluice.receipt.book.Outlook;
import dev.sluice.receipt.book.Receipts;
import dev.sluice.receipt.book.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What data planes refuse of Ingresses, whose owners are told each reason once while it lasts. There are as many objects
 * here as are refused now.
 */
final class Refusals {
    private final Map<ObjectKey, Set<String>> told = new HashMap<>();

    /** Reasons for which the object's newest state is refused that are not among {@code told}, and are from now on. */
    static List<Missing> fresh(Answer answer, Set<String> told) {
        Map<String, Missing> fresh = new LinkedHashMap<>();
        answer.fleets().stream()
                .flatMap(fleet -> fleet.missing().stream())
                .filter(missing -> missing.standing() instanceof Standing.Refuses)
                .filter(missing -> told.add(missing.standing().reason()))
                .forEach(missing -> fresh.putIfAbsent(missing.standing().reason(), missing));
        return List.copyOf(fresh.values());
    }

    /** Of every Ingress but those that are told of otherwise: a data plane may come that refuses what was live. */
    List<News> fresh(Receipts receipts, Predicate<ObjectKey> otherwise) {
        Set<ObjectKey> refused = refused(receipts);
        refused.removeIf(otherwise);
        told.keySet().retainAll(refused);
        List<News> news = new ArrayList<>();
        for (ObjectKey object : refused) {
            Answer answer = receipts.newest(object, Integer.MAX_VALUE);
            List<Missing> fresh = fresh(answer, told.computeIfAbsent(object, any -> new HashSet<>()));
            if (!fresh.isEmpty()) {
                news.add(new News.Refused(answer, fresh));
            }
        }
        return news;
    }

    /** Looks at every Ingress, where anything is refused at all. */
    private static Set<ObjectKey> refused(Receipts receipts) {
        Set<ResourceKey> keys = keys(receipts.outlook());
        Set<ObjectKey> objects = new HashSet<>();
        if (!keys.isEmpty()) {
            receipts.book().receipts().keySet().stream()
                    .filter(object -> object.kind().equals(ObjectKind.INGRESS))
                    .filter(object -> !Collections.disjoint(
                            receipts.translation().contribution(object).resources(), keys))
                    .forEach(objects::add);
        }
        return objects;
    }

    private static Set<ResourceKey> keys(Outlook outlook) {
        Set<ResourceKey> keys = new HashSet<>();
        outlook.planes()
                .values()
                .forEach(planes -> planes.forEach(plane -> plane.refused().forEach(one -> keys.add(one.key()))));
        return keys;
    }

    /** Who does not lead tells nothing, and does not know what the leader has told. */
    void forget() {
        told.clear();
    }
}
