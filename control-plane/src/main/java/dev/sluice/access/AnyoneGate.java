package dev.sluice.access;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets everybody in, but for pages of other sites: who looks at those did not ask for it. */
final class AnyoneGate implements Gate {
    @Override
    public CompletionStage<Verdict> ask(Caller caller, Right right) {
        return CompletableFuture.completedFuture(caller.browser().refusal().orElse(new Verdict.Allowed("")));
    }
}
