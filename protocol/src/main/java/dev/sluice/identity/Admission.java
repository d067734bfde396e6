package dev.sluice.identity;

import dev.sluice.key.FleetName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who may follow a control plane, and as what. */
public sealed interface Admission {
    /** Everybody: for connections without TLS, where nobody can say who comes. */
    record Everybody() implements Admission {
        @Override
        public Optional<String> refusal(PeerIdentity peer, FleetName fleet, String node) {
            return Optional.empty();
        }
    }

    /** Whom some entry names, as what one such entry allows. At least one entry. */
    record Listed(List<AllowedIdentity> entries) implements Admission {
        public Listed {
            entries = List.copyOf(entries);
        }

        @Override
        public Optional<String> refusal(PeerIdentity peer, FleetName fleet, String node) {
            List<AllowedIdentity> ofPeer =
                    entries.stream().filter(entry -> entry.names(peer)).toList();
            if (ofPeer.isEmpty()) {
                return Optional.of("identity '" + peer + "' is not among those allowed");
            }
            if (ofPeer.stream().anyMatch(entry -> entry.allows(fleet, node))) {
                return Optional.empty();
            }
            return Optional.of("identity '" + peer + "' as node '" + node + "' of fleet '" + fleet + "': allowed is "
                    + ofPeer.stream().map(AllowedIdentity::toString).collect(Collectors.joining("; ")));
        }
    }

    /** Why the peer may not follow as that node of that fleet; empty if it may. */
    Optional<String> refusal(PeerIdentity peer, FleetName fleet, String node);
}
