package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpResponse;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drain;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code POST /api/v1/dataplanes/NODE/drain}: has a data plane take leave of its load balancer. */
final class Draining {
    private final ClassicActorSystemProvider system;
    private final DataPlaneDesk desk;
    private final Unreached unreached;

    Draining(ClassicActorSystemProvider system, DataPlaneDesk desk, Unreached unreached) {
        this.system = system;
        this.desk = desk;
        this.unreached = unreached;
    }

    CompletionStage<HttpResponse> answer(Ask ask) {
        String node = ask.value();
        ask.query().knowing();
        return JsonBody.of(ask.request(), system, body -> {
            Author author = Author.of(JsonBody.parsed(body, Set.of("who", "why")), ask.who());
            Command command =
                    Command.newBuilder().setDrain(Drain.getDefaultInstance()).build();
            return desk.ask(node, command).thenApply(result -> reply(node, author, result));
        });
    }

    private HttpResponse reply(String node, Author author, CommandResult result) {
        boolean done = result.hasDrained();
        Audit.record("drain of data plane " + node, author.who(), author.why(), done ? "begun" : result.getFailed());
        return done ? Replies.json(Map.of("node", node, "draining", true)) : unreached.reply(node, result.getFailed());
    }
}
