package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Explained;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many data planes are asked at once, and when a search ends. */
class RequestSearchTest {
    private static final Command COMMAND = Command.getDefaultInstance();
    private static final Explained REMEMBERED = Explained.newBuilder()
            .addHappened(Explained.Happened.getDefaultInstance())
            .build();

    private final Map<String, CompletableFuture<CommandResult>> asked = new ConcurrentHashMap<>();

    private CompletionStage<CommandResult> desk(String node, Command command) {
        return of(node);
    }

    private CompletableFuture<CommandResult> of(String node) {
        return asked.computeIfAbsent(node, any -> new CompletableFuture<>());
    }

    private static CommandResult result(Explained explained) {
        return CommandResult.newBuilder().setExplained(explained).build();
    }

    private static List<String> nodes(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    private static Optional<RequestSearch.Result> end(CompletionStage<Optional<RequestSearch.Result>> search)
            throws Exception {
        return search.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void allAreAskedHoweverManyButNeverMoreThanAFewAtOnce() throws Exception {
        RequestSearch search = new RequestSearch(this::desk, Duration.ofSeconds(20));
        CompletionStage<Optional<RequestSearch.Result>> found = search.ask(nodes(100), COMMAND);
        assertThat(asked).hasSize(16);
        for (int i = 0; i < 100; i++) {
            CompletableFuture<CommandResult> next = asked.computeIfAbsent("n" + i, any -> new CompletableFuture<>());
            next.complete(result(Explained.getDefaultInstance()));
        }
        assertThat(end(found)).hasValueSatisfying(result -> {
            assertThat(result.answers()).hasSize(100);
            assertThat(result.silent()).isEmpty();
        });
    }

    @Test
    void answersThatAreThereAtOnceDoNotPileUp() throws Exception {
        RequestSearch search = new RequestSearch(
                (node, command) -> CompletableFuture.completedFuture(result(Explained.getDefaultInstance())),
                Duration.ofSeconds(20));
        assertThat(end(search.ask(nodes(20_000), COMMAND)))
                .hasValueSatisfying(result -> assertThat(result.answers()).hasSize(20_000));
    }

    @Test
    void onceOneRemembersTheRestIsNotWaitedForLong() throws Exception {
        RequestSearch search = new RequestSearch(this::desk, Duration.ofSeconds(20));
        CompletionStage<Optional<RequestSearch.Result>> found = search.ask(nodes(3), COMMAND);
        of("n1").complete(result(REMEMBERED));
        assertThat(end(found)).hasValueSatisfying(result -> {
            assertThat(result.answers()).containsOnlyKeys("n1");
            assertThat(result.silent()).containsOnlyKeys("n0", "n2");
        });
    }

    @Test
    void whoDoesNotAnswerInTimeIsNamed() throws Exception {
        RequestSearch search = new RequestSearch(this::desk, Duration.ofMillis(50));
        CompletionStage<Optional<RequestSearch.Result>> found = search.ask(nodes(20), COMMAND);
        of("n1").complete(CommandResult.newBuilder().setFailed("too old").build());
        assertThat(end(found)).hasValueSatisfying(result -> {
            assertThat(result.answers()).isEmpty();
            assertThat(result.silent())
                    .hasSize(20)
                    .containsEntry("n1", "too old")
                    .containsEntry("n19", "not within 50 ms");
            assertThat(result.silentText())
                    .startsWith("n0 (not within 50 ms), n1 (")
                    .endsWith("and 10 more");
        });
    }

    @Test
    void searchesBeyondAFewAreRefusedUntilOneHasEnded() throws Exception {
        RequestSearch search = new RequestSearch(this::desk, Duration.ofSeconds(20));
        List<CompletionStage<Optional<RequestSearch.Result>>> under = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            under.add(search.ask(List.of("n0"), COMMAND));
        }
        assertThat(end(search.ask(List.of("n0"), COMMAND))).isEmpty();
        of("n0").complete(result(Explained.getDefaultInstance()));
        for (CompletionStage<Optional<RequestSearch.Result>> one : under) {
            assertThat(end(one)).isPresent();
        }
        assertThat(end(search.ask(List.of("n0"), COMMAND))).isPresent();
    }
}
