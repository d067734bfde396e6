package dev.sluice.proxy;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.engine.netty.NettyEngine;
import dev.sluice.engine.netty.NettySettings;
import dev.sluice.forward.Ended;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.LaneObserver;
import dev.sluice.forward.Passed;
import dev.sluice.http.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * An engine behind another proxy that speaks HTTP/2 to it, so that tests which speak HTTP/1 say what must hold for HTTP/2 too:
 * the front is tried as one that has such backends, the engine behind it as one that has such clients.
 */
final class Http2Chain implements Engine {
    private final Engine behind;
    private final Table table = new Table(1);
    private final Engine front;

    Http2Chain(Engine behind) {
        this.behind = behind;
        this.front = NettyEngine.start(
                NettySettings.usual().withEventLoops(1),
                new ExchangePipeline(table.serving(), 1, lane -> new Unobserved()));
    }

    @Override
    public InetSocketAddress bind(Binding binding) throws IOException {
        InetSocketAddress inner = behind.bind(new Binding(
                binding.logicalPort(), binding.scheme(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        table.route("*", "/", "behind").h2c("behind", inner).serve();
        return front.bind(binding);
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public String transport() {
        return behind.transport();
    }

    @Override
    public int lanes() {
        return behind.lanes();
    }

    @Override
    public long clientConnections() {
        return front.clientConnections();
    }

    @Override
    public long upstreamConnections() {
        return behind.upstreamConnections();
    }

    @Override
    public void windDown() {
        front.windDown();
        behind.windDown();
    }

    @Override
    public CompletionStage<Void> drain(Duration spread) {
        return front.drain(spread);
    }

    @Override
    public void close() {
        front.close();
        behind.close();
    }

    private static final class Unobserved implements LaneObserver {
        @Override
        public void begun() {}

        @Override
        public void ended(Ended exchange) {}

        @Override
        public void attempted() {}

        @Override
        public void passing() {}

        @Override
        public void passed(Passed connection) {}

        @Override
        public void tunnelled() {}

        @Override
        public void retried(Reason because) {}

        @Override
        public void retryRefused() {}

        @Override
        public void broken(Throwable bug) {
            throw new AssertionError(bug);
        }
    }
}
