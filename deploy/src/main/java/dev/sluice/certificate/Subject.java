package dev.sluice.certificate;

import java.util.List;

/**
 * Whom a certificate is for.
 *
 * @param name to be shown to people
 */
public sealed interface Subject {
    String name();

    /** Who vouches for others. */
    record Authority(String name) implements Subject {}

    /** @param hosts DNS names under which it is reached; others of its kind recognise it by them, too */
    record Server(String name, List<String> hosts) implements Subject {
        public Server {
            hosts = List.copyOf(hosts);
        }
    }

    /** @param uri who it is, as SPIFFE has it */
    record Client(String name, String uri) implements Subject {}
}
