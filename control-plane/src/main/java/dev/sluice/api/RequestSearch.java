package dev.sluice.api;

import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.CommandResult.ResultCase;
import dev.sluice.wire.v1.Explained;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks many data planes the same, some at a time. Ends when all have answered, a moment after the first that remembers
 * something (clients may give two requests one id), and in any case in bounded time. Safe for every thread.
 */
final class RequestSearch {
    /** Of one search; all searches together stay below what one replica does for another. */
    private static final int AT_ONCE = 16;

    private static final int MOST_SEARCHES = 4;
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final int NAMED = 10;

    private final BiFunction<String, Command, CompletionStage<CommandResult>> desk;
    private final Duration limit;
    private final Semaphore searches = new Semaphore(MOST_SEARCHES);

    /** @param desk where one is asked; it answers in bounded time and never fails */
    RequestSearch(BiFunction<String, Command, CompletionStage<CommandResult>> desk) {
        this(desk, LIMIT);
    }

    RequestSearch(BiFunction<String, Command, CompletionStage<CommandResult>> desk, Duration limit) {
        this.desk = desk;
        this.limit = limit;
    }

    /**
     * What was heard, by node.
     *
     * @param silent those that did not answer, with the reason
     */
    record Result(SortedMap<String, Explained> answers, SortedMap<String, String> silent) {
        Result {
            answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
            silent = Collections.unmodifiableSortedMap(new TreeMap<>(silent));
        }

        /** The first of them, and how many more there are. */
        String silentText() {
            String named = silent.entrySet().stream()
                    .limit(NAMED)
                    .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            return silent.size() <= NAMED ? named : named + " and " + (silent.size() - NAMED) + " more";
        }
    }

    /** Empty if too many searches are under way; never fails. */
    CompletionStage<Optional<Result>> ask(Collection<String> nodes, Command command) {
        if (!searches.tryAcquire()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Search search = new Search(nodes, command);
        return search.begin().handle((none, fault) -> {
            searches.release();
            return Optional.of(search.end());
        });
    }

    private final class Search {
        private final Command command;
        private final Queue<String> waiting;
        private final int asked;
        private final SortedMap<String, Explained> answers = new TreeMap<>();
        private final SortedMap<String, String> silent = new TreeMap<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int unable;

        Search(Collection<String> nodes, Command command) {
            this.command = command;
            this.waiting = new ArrayDeque<>(nodes);
            this.asked = nodes.size();
            nodes.forEach(node -> silent.put(node, "not within " + limit.toMillis() + " ms"));
        }

        CompletableFuture<Void> begin() {
            done.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = Math.min(AT_ONCE, asked); i > 0; i--) {
                next();
            }
            return done;
        }

        /** In a thread of its own: an answer that is there at once leads to the next question, and so on. */
        private void next() {
            String node = poll();
            if (node != null) {
                desk.apply(node, command).whenCompleteAsync((result, fault) -> {
                    heard(node, fault == null ? result : failed(String.valueOf(fault)));
                    next();
                });
            }
        }

        private static CommandResult failed(String why) {
            return CommandResult.newBuilder().setFailed(why).build();
        }

        private synchronized @Nullable String poll() {
            return waiting.poll();
        }

        private synchronized void heard(String node, CommandResult result) {
            if (result.getResultCase() == ResultCase.EXPLAINED) {
                silent.remove(node);
                answers.put(node, result.getExplained());
                if (result.getExplained().getHappenedCount() > 0) {
                    done.completeOnTimeout(null, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
                }
            } else {
                silent.put(node, result.getFailed());
                unable++;
            }
            if (answers.size() + unable == asked) {
                done.complete(null);
            }
        }

        synchronized Result end() {
            waiting.clear();
            return new Result(answers, silent);
        }
    }
}
