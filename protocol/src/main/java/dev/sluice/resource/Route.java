package dev.sluice.resource;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import java.util.List;

/** A rule that attaches to listeners: for HTTP requests, or for streams of bytes. */
public sealed interface Route extends Resource permits HttpRoute, StreamRoute {
    @Override
    RouteKey key();

    /** Where the rule is in force; at least one. */
    List<ListenerKey> listeners();

    /** For which hosts: of the request's authority (HTTP) or the TLS server name (streams). */
    HostMatch host();

    /** Decides between rules that match equally well. */
    RuleOrder order();

    /** The object that the rule was made from: what problems, receipts and explanations name. */
    ObjectKey source();

    /** A host in the sense of Kubernetes and Gateway API; used by keys and logs. */
    static String hostText(HostMatch host) {
        return switch (host) {
            case HostMatch.Any any -> "*";
            case HostMatch.Exact(HostName name) -> name.value();
            case HostMatch.OneLabel(HostName parent) -> "*." + parent.value();
            case HostMatch.Suffix(HostName parent) -> "**." + parent.value();
        };
    }
}
