package dev.sluice.admin;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Listens on the admin port. */
public final class AdminServer {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(1);
    private static final int MAX_CONNECTIONS = 256;

    private final ServerBinding binding;

    private AdminServer(ServerBinding binding) {
        this.binding = binding;
    }

    /** @param address port 0 takes a free one; the stage fails with what kept it from binding */
    public static CompletionStage<AdminServer> bind(ActorSystem<?> system, InetSocketAddress address, AdminView view) {
        ServerSettings defaults = ServerSettings.create(system.classicSystem());
        ServerSettings settings = defaults.withRemoteAddressAttribute(true)
                .withMaxConnections(MAX_CONNECTIONS)
                .withTimeouts(defaults.getTimeouts()
                        .withIdleTimeout(scala.concurrent.duration.Duration.create(60, "s"))
                        .withRequestTimeout(scala.concurrent.duration.Duration.create(10, "s")));
        AdminPages pages = new AdminPages(view);
        Function<HttpRequest, CompletionStage<HttpResponse>> handler = request -> {
            request.discardEntityBytes(system);
            return CompletableFuture.completedFuture(pages.answer(request));
        };
        return Http.get(system)
                .newServerAt(address.getAddress().getHostAddress(), address.getPort())
                .withSettings(settings)
                .bind(handler)
                .thenApply(AdminServer::new);
    }

    /** Where it listens; the port is never 0. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Stops listening; answers under way have a second. */
    public CompletionStage<?> close() {
        return binding.terminate(CLOSE_DEADLINE);
    }
}
