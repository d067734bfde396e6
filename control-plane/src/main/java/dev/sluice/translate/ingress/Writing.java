package dev.sluice.translate.ingress;

/** Is told, while an object is read, which settings it writes: those of its texts that could be read and are in force. */
@FunctionalInterface
interface Writing {
    /** Nobody wants to know. */
    Writing UNHEARD = (name, origin) -> {};

    /** @param name as {@link Setting#written} knows it */
    void wrote(String name, Origin origin);
}
