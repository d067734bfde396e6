package dev.sluice.compile;

import dev.sluice.balance.EndpointRuntime;
import java.util.List;

/** Which endpoints a compiled state names more, and less, than the one it was made from; once for each upstream. */
record EndpointChange(List<EndpointRuntime> gained, List<EndpointRuntime> lost) {
    static final EndpointChange NONE = new EndpointChange(List.of(), List.of());

    EndpointChange {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
    }
}
