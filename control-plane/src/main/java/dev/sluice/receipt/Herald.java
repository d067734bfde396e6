package dev.sluice.receipt;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.Missing;
import dev.sluice.receipt.book.Receipt;
import dev.sluice.receipt.book.Receipts;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what is worth telling: of Ingresses that somebody changed, each thing once, and only while this replica leads. */
final class Herald {
    /** Of data planes that do not serve something, so many are named. */
    static final int MOST_MISSING = 20;

    /** On an Ingress that asks to be annotated, with the value {@code true}. */
    static final String OPT_IN = "sluice.dev/receipts";

    private final ReceiptParts parts;
    private final ReceiptKeeper.Outlet outlet;
    private final Timer propagation;
    private final Refusals refusals = new Refusals();

    /** Changed and not live yet, with the reasons for which it is refused that were told; each object once. */
    private final Map<ObjectKey, Set<String>> followed = new HashMap<>();

    Herald(ReceiptParts parts, ReceiptKeeper.Outlet outlet) {
        this.parts = parts;
        this.outlet = outlet;
        this.propagation = Timer.builder("sluice.propagation")
                .description("Time from a translation to the ack of the last data plane that its change is for")
                .publishPercentileHistogram()
                .register(parts.meters());
        parts.meters()
                .gauge(
                        "sluice.receipts.pending",
                        parts.stage(),
                        stage -> stage.kept().book().pending().size());
    }

    /** Whether the object's newest receipt is of a change that somebody made and that is still on its way. */
    boolean follows(Receipts receipts, ObjectKey object) {
        boolean follow = object.kind().equals(ObjectKind.INGRESS)
                && receipts.book().pending().contains(object)
                && receipts.book()
                        .of(object)
                        .filter(receipt -> !receipt.listed())
                        .isPresent();
        if (follow) {
            followed.put(object, new HashSet<>());
        } else {
            followed.remove(object);
        }
        return follow;
    }

    void settled(Receipts receipts, List<ObjectKey> live) {
        for (ObjectKey object : live) {
            receipts.book()
                    .of(object)
                    .filter(receipt -> !receipt.listed())
                    .ifPresent(receipt -> measure(object, receipt));
            boolean changed = followed.remove(object) != null;
            if (object.kind().equals(ObjectKind.INGRESS) && parts.peers().leading()) {
                Answer answer = receipts.newest(object, MOST_MISSING);
                if (changed) {
                    outlet.tell(new News.Live(answer, took(answer)));
                }
                mark(receipts, answer);
            }
        }
    }

    private void measure(ObjectKey object, Receipt receipt) {
        receipt.liveSince().ifPresent(live -> {
            propagation.record(Duration.between(receipt.translated(), live));
            parts.stage()
                    .arrived(new Propagations.Change(object, receipt.resourceVersion(), receipt.translated(), live));
        });
    }

    /** Those of the followed that some data plane has and refuses. */
    void refused(Receipts receipts) {
        followed.keySet().removeIf(object -> !receipts.book().pending().contains(object));
        boolean someRefuse = receipts.outlook().refusing();
        if (!someRefuse) {
            return;
        }
        followed.forEach((object, told) -> {
            Answer answer = receipts.newest(object, Integer.MAX_VALUE);
            List<Missing> fresh = Refusals.fresh(answer, told);
            if (!fresh.isEmpty() && parts.peers().leading()) {
                outlet.tell(new News.Refused(answer, fresh));
            }
        });
    }

    /** Those that nobody follows: what was live, or what the first list brought, may be refused later. */
    void survey(Receipts receipts) {
        if (parts.peers().leading()) {
            refusals.fresh(receipts, followed::containsKey).forEach(outlet::tell);
        } else {
            refusals.forget();
        }
    }

    void late(Receipts receipts, ObjectKey object) {
        if (followed.containsKey(object) && parts.peers().leading()) {
            Answer answer = receipts.newest(object, MOST_MISSING);
            outlet.tell(new News.Late(answer, parts.settings().notLiveAfter()));
        }
    }

    /** Looks at every Ingress: only for when this replica begins to lead. */
    void markSettled(Receipts receipts) {
        receipts.state()
                .ifPresent(state -> state.objects().keySet().stream()
                        .filter(object -> object.kind().equals(ObjectKind.INGRESS))
                        .filter(object -> asks(state, object))
                        .filter(object -> !receipts.book().pending().contains(object))
                        .forEach(object -> mark(receipts, receipts.newest(object, MOST_MISSING))));
    }

    private void mark(Receipts receipts, Answer answer) {
        boolean asks =
                receipts.state().filter(state -> asks(state, answer.object())).isPresent();
        if (asks && answer.live()) {
            outlet.mark(answer);
        }
    }

    private static boolean asks(ClusterState state, ObjectKey object) {
        Optional<ObservedIngress> ingress = state.ingress(object);
        return ingress.filter(one -> "true".equals(one.meta().annotations().get(OPT_IN)))
                .isPresent();
    }

    private Duration took(Answer answer) {
        return answer.translatedAt()
                .flatMap(from -> answer.liveSince().map(to -> Duration.between(from, to)))
                .orElse(Duration.ZERO);
    }
}
