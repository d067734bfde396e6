package dev.sluice.access;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets everybody in. */
final class AnyoneGate implements Gate {
    @Override
    public CompletionStage<Verdict> ask(Caller caller, Right right) {
        return CompletableFuture.completedFuture(new Verdict.Allowed(""));
    }
}
