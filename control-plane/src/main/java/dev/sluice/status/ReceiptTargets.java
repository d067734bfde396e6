package dev.sluice.status;

/** Where the API server is told what is live. */
public record ReceiptTargets(EventTarget events, MarkTarget marks) {}
