package dev.sluice.access;

import java.util.concurrent.CompletionStage;

/** Says who may ask. Safe for every thread. */
public interface Gate extends AutoCloseable {
    /** Completes in bounded time and never fails; what cannot be found out is not allowed. */
    CompletionStage<Verdict> ask(Caller caller, Right right);

    @Override
    default void close() {}
}
