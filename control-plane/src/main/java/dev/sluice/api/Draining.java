package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drain;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code POST /api/v1/dataplanes/NODE/drain}: has a data plane take leave of its load balancer. */
final class Draining {
    private static final String BEFORE = "/api/v1/dataplanes/";
    private static final String BEHIND = "/drain";

    private final ClassicActorSystemProvider system;
    private final DataPlaneDesk desk;

    Draining(ClassicActorSystemProvider system, DataPlaneDesk desk) {
        this.system = system;
        this.desk = desk;
    }

    /** The data plane that a path wants drained; empty if it is another path. */
    static Optional<String> node(String path) {
        return path.startsWith(BEFORE) && path.endsWith(BEHIND) && path.length() > BEFORE.length() + BEHIND.length()
                ? Optional.of(path.substring(BEFORE.length(), path.length() - BEHIND.length()))
                : Optional.empty();
    }

    CompletionStage<HttpResponse> answer(HttpRequest request, String node, String asking) {
        return JsonBody.of(request, system, body -> {
            Author author = Author.of(JsonBody.parsed(body, Set.of("who", "why")), asking);
            Command command =
                    Command.newBuilder().setDrain(Drain.getDefaultInstance()).build();
            return desk.ask(node, command).thenApply(result -> reply(node, author, result));
        });
    }

    private static HttpResponse reply(String node, Author author, CommandResult result) {
        boolean done = result.hasDrained();
        Audit.record("drain of data plane " + node, author.who(), author.why(), done ? "begun" : result.getFailed());
        return done
                ? Replies.json(Map.of("node", node, "draining", true))
                : Replies.problem(StatusCodes.BAD_GATEWAY, node + ": " + result.getFailed());
    }
}
