package dev.sluice.tls;

/** A client's first message that is none. */
public final class MalformedClientHello extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedClientHello(String what) {
        super(what, null, false, false); // sent by anybody, as often as they like: without a stack
    }
}
