package dev.sluice.admin;

import java.util.Map;

/** What the admin port shows and may ask for. Called in threads of the admin port. */
public interface AdminView {
    Readiness readiness();

    /** All meters in the Prometheus text format 0.0.4. */
    String metrics();

    /** Every stage, for people: maps, lists, texts, numbers and booleans, printed as JSON. No secrets. */
    Map<String, Object> state();

    /** Begins to drain; harmless a second time. */
    void drain();
}
