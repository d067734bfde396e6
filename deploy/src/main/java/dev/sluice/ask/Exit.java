package dev.sluice.ask;

/** What the status of the process says to a script. */
public enum Exit {
    /** Yes: it is live, ready, there, or done. */
    YES(0),
    /** No: not live, not ready, not there, or refused by what was asked. */
    NO(1),
    /** The command or a value in it is wrong. */
    USAGE(2),
    /** It could not be found out: nobody could be reached, or nobody answered in time. */
    UNKNOWN(3),
    /** Who asks is not known, or may not. */
    NOT_ALLOWED(4);

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    /** Of the process. */
    public int status() {
        return status;
    }
}
