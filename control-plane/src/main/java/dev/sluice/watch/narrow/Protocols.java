package dev.sluice.watch.narrow;

import java.util.Set;

/** The transport protocol of a port. */
final class Protocols {
    static final int MOST_PORT = 65_535;
    private static final String TCP = "TCP";
    private static final Set<String> KNOWN = Set.of(TCP, "UDP", "SCTP");

    private Protocols() {}

    static String narrow(Field field) {
        String protocol = field.text().filter(text -> !text.isEmpty()).orElse(TCP);
        if (KNOWN.contains(protocol)) {
            return protocol;
        }
        field.flaw("expected TCP, UDP or SCTP");
        return TCP;
    }
}
