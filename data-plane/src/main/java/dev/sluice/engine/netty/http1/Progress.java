package dev.sluice.engine.netty.http1;

/** What came of reading a head. */
public enum Progress {
    /** More bytes are needed. */
    MORE,
    /** The head is complete and sound. */
    DONE,
    /** The bytes are no head that may be used; nothing can be read behind them. */
    REFUSED
}
