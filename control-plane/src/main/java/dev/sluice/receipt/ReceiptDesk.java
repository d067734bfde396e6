package dev.sluice.receipt;

import akka.actor.typed.ActorRef;
import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Observed;
import dev.sluice.receipt.book.Question;
import dev.sluice.receipt.book.Receipts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Where receipts are asked for. Safe for every thread; asking waits for nobody. */
public final class ReceiptDesk {
    private final ReceiptStage stage;
    private final Supplier<Observed> observed;
    private final ActorRef<ReceiptKeeper.Command> keeper;
    private final Semaphore places;
    private final int maxWaiting;

    public ReceiptDesk(
            ReceiptStage stage,
            Supplier<Observed> observed,
            ActorRef<ReceiptKeeper.Command> keeper,
            ReceiptSettings settings) {
        this.stage = stage;
        this.observed = observed;
        this.keeper = keeper;
        this.maxWaiting = settings.maxWaiting();
        this.places = new Semaphore(maxWaiting);
    }

    /** What is known now; looks at every data plane. */
    public Receipts now() {
        return stage.now();
    }

    public Answer answer(Question question, int mostMissing) {
        return now().answer(question, observed.get(), mostMissing);
    }

    /**
     * The answer as soon as waiting cannot change it, at the latest after {@code limit}; empty if as many wait as may.
     */
    public Optional<CompletableFuture<Answer>> await(Question question, Duration limit) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<Answer> left = answer.whenComplete((any, fault) -> places.release());
        keeper.tell(new ReceiptKeeper.Await(question, limit, answer));
        return Optional.of(left);
    }

    /** How many wait now. */
    public int waiting() {
        return maxWaiting - places.availablePermits();
    }

    public int maxWaiting() {
        return maxWaiting;
    }
}
