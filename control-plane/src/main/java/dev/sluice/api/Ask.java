package dev.sluice.api;

import akka.http.javadsl.model.HttpRequest;
import java.util.List;

/**
 * One request that may be answered.
 *
 * @param query its parameters
 * @param values what stands in the path where its template has a name, in order
 * @param who asks; empty if nobody is asked who he is
 */
record Ask(HttpRequest request, Query query, List<String> values, String who) {
    Ask {
        values = List.copyOf(values);
    }

    /** What stands at the only name of the path's template. */
    String value() {
        return values.getFirst();
    }
}
