package dev.sluice.ask;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows an answer whenever it is another. A server that is away for a while is waited for, and said to be away once. */
final class Watch {
    private final Question question;
    private final Form form;
    private final Ink ink;
    private final Consumer<String> out;
    private final Consumer<String> complaints;
    private @Nullable JsonNode shown;
    private @Nullable String complained;

    Watch(Question question, Form form, Ink ink, Consumer<String> out, Consumer<String> complaints) {
        this.question = question;
        this.form = form;
        this.ink = ink;
        this.out = out;
        this.complaints = complaints;
    }

    /** Until the thread is interrupted; @throws AskFailure if the first answer fails, or one that asking again cannot mend */
    void run(ApiClient client, Changes changes) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look(client);
                changes.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(ApiClient client) {
        try {
            Doc answer = question.ask().apply(client);
            complained = null;
            if (!answer.node().equals(shown)) {
                shown = answer.node();
                out.accept(form.oneOfMany(answer, question.sheet(), ink));
            }
        } catch (AskFailure e) {
            if (shown == null || e.exit() != Exit.UNKNOWN) {
                throw e;
            }
            if (Thread.currentThread().isInterrupted()) {
                return; // nobody watches any more
            }
            if (!String.valueOf(e.getMessage()).equals(complained)) {
                complained = e.getMessage();
                complaints.accept(complained + "; trying again");
            }
        }
    }
}
