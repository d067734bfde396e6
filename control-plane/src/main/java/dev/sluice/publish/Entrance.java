package dev.sluice.publish;

import dev.sluice.identity.Admission;
import dev.sluice.identity.Authorities;
import dev.sluice.replica.DataPlaneView;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who may follow, when they come and for as long as they stay: when an authority or an allowed identity is withdrawn, the
 * streams of whom that concerns are cut off at once. For any thread.
 */
final class Entrance {
    /** One stream that has said Hello. */
    static final class Visit {
        private final Peer peer;
        private final DataPlaneView.Identity identity;
        private final Consumer<String> cut;

        /** @param cut ends the stream, with the reason; may be called after its end */
        Visit(Peer peer, DataPlaneView.Identity identity, Consumer<String> cut) {
            this.peer = peer;
            this.identity = identity;
            this.cut = cut;
        }
    }

    private final Optional<Supplier<Authorities>> authorities;
    private final Meters meters;
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
    private volatile Admission admission;

    /** @param authorities in force; empty for plain text */
    Entrance(Optional<Supplier<Authorities>> authorities, Admission admission, Meters meters) {
        this.authorities = authorities;
        this.admission = admission;
        this.meters = meters;
    }

    /** Why it may not follow. Empty: it may, and is cut off as soon as it may not any more, until it has left. */
    Optional<String> enter(Visit visit) {
        visits.add(visit); // before it is looked at: a change meanwhile finds it
        Optional<String> refusal = refusal(visit);
        if (refusal.isPresent()) {
            visits.remove(visit);
        }
        return refusal;
    }

    void leave(Visit visit) {
        visits.remove(visit);
    }

    /** From now on these are allowed. */
    void admit(Admission now) {
        admission = now;
        review();
    }

    /** Looks at all who follow again. */
    void review() {
        for (Visit visit : visits) {
            refusal(visit).ifPresent(why -> {
                visits.remove(visit);
                meters.count(
                        "sluice.discovery.cut.off", "Streams ended because their data planes may no longer follow");
                visit.cut.accept(why);
            });
        }
    }

    private Optional<String> refusal(Visit visit) {
        if (authorities.isPresent() && !authorities.get().get().vouchFor(visit.peer.chain())) {
            return Optional.of("no authority vouches any more for identity '" + visit.peer.identity() + "'");
        }
        return admission.refusal(visit.peer.identity(), visit.identity.fleet(), visit.identity.node());
    }
}
