package dev.sluice.dataplane;

import dev.sluice.http.Reason;
import java.util.function.Supplier;

/** Whether requests are wanted, for those who must be made before it can be told. Safe for every thread. */
final class Wanted implements Supplier<Reason> {
    private volatile Supplier<Reason> teller = () -> Reason.NOT_READY;

    /** Who tells it from now on. */
    void ask(Supplier<Reason> asked) {
        teller = asked;
    }

    @Override
    public Reason get() {
        return teller.get();
    }
}
