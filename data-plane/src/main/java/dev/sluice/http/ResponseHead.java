package dev.sluice.http;

/** A response head, final or interim; reused from response to response and confined to one lane. */
public final class ResponseHead {
    private final Fields fields = new Fields();
    private int status;
    private int minorVersion = 1;
    private String reasonPhrase = "";
    private Framing framing = Framing.NONE;
    private long contentLength;

    public void clear() {
        fields.clear();
        status = 0;
        minorVersion = 1;
        reasonPhrase = "";
        framing = Framing.NONE;
        contentLength = 0;
    }

    public Fields fields() {
        return fields;
    }

    /** 100 to 999. */
    public int status() {
        return status;
    }

    public void status(int value) {
        status = value;
    }

    /** Of HTTP/1: 0 or 1; what the backend spoke. What the client is told is always 1. */
    public int minorVersion() {
        return minorVersion;
    }

    public void minorVersion(int value) {
        minorVersion = value;
    }

    /** As the backend wrote it; may be empty. For usual phrases always the same instance. */
    public String reasonPhrase() {
        return reasonPhrase;
    }

    public void reasonPhrase(String value) {
        reasonPhrase = value;
    }

    public Framing framing() {
        return framing;
    }

    /** Bytes of the body where the framing is {@link Framing#LENGTH}; else 0. */
    public long contentLength() {
        return contentLength;
    }

    public void framing(Framing value, long length) {
        framing = value;
        contentLength = length;
    }

    @Override
    public String toString() {
        return status + " " + reasonPhrase + " [" + fields + "]";
    }
}
