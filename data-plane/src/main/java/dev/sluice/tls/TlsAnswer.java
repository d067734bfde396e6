package dev.sluice.tls;

/** What a handshake for a name meets. */
public sealed interface TlsAnswer permits Termination, Passthrough {}
