package dev.sluice.engine.akkahttp;

import dev.sluice.engine.Binding;
import dev.sluice.engine.LeastRate;
import dev.sluice.forward.Ended;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.LaneObserver;
import dev.sluice.forward.Passed;
import dev.sluice.http.Reason;
import dev.sluice.proxy.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The engine with the real pipeline in front of one backend, on a free port of loopback. */
final class AkkaProxy implements AutoCloseable, LaneObserver {
    private static final AkkaHttpSettings.HeadLimits HEADS = new AkkaHttpSettings.HeadLimits(8 * 1024, 4 * 1024, 50);
    private static final Duration SHORT = Duration.ofMillis(300);

    final AkkaHttpEngine engine;
    final InetSocketAddress address;
    /** How each exchange ended. */
    final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();

    AkkaProxy(InetSocketAddress backend, AkkaHttpSettings settings) throws IOException {
        Table table = new Table(settings.lanes())
                .route("*", "/", "web")
                .upstream("web", backend)
                .serve();
        engine = AkkaHttpEngine.start(settings, new ExchangePipeline(table.serving(), settings.lanes(), lane -> this));
        address = engine.bind(new Binding(80, "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    static AkkaProxy inFrontOf(Backend backend) throws IOException {
        return new AkkaProxy(backend.address(), AkkaHttpSettings.standard(1));
    }

    static AkkaProxy impatient(Backend backend) throws IOException {
        return new AkkaProxy(
                backend.address(),
                new AkkaHttpSettings(
                        1,
                        3,
                        HEADS,
                        HEADS,
                        SHORT,
                        SHORT,
                        SHORT,
                        SHORT,
                        SHORT,
                        SHORT,
                        4 << 20,
                        SHORT,
                        8,
                        LeastRate.USUAL));
    }

    /** One whose clients must send bodies at this rate. */
    static AkkaProxy asking(Backend backend, LeastRate rate) throws IOException {
        AkkaHttpSettings usual = AkkaHttpSettings.standard(1);
        return new AkkaProxy(
                backend.address(),
                new AkkaHttpSettings(
                        usual.lanes(),
                        usual.maxConnections(),
                        usual.clientHeads(),
                        usual.backendHeads(),
                        usual.arrivalTimeout(),
                        usual.headTimeout(),
                        usual.keepAliveTimeout(),
                        usual.bodyTimeout(),
                        usual.sendTimeout(),
                        usual.linger(),
                        usual.lingerBytes(),
                        usual.upstreamIdleTimeout(),
                        usual.maxConnectionsPerEndpoint(),
                        rate));
    }

    Client client() throws IOException {
        return new Client(address);
    }

    /** Status and reason of the next exchange that ends. */
    String outcome() throws InterruptedException {
        String outcome = ended.poll(30, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("no exchange ended");
        }
        return outcome;
    }

    @Override
    public void begun() {}

    @Override
    public void ended(Ended exchange) {
        ended.add(exchange.status() + " " + exchange.reason().text());
    }

    @Override
    public void attempted() {}

    @Override
    public void retried(Reason because) {}

    @Override
    public void passing() {}

    @Override
    public void passed(Passed connection) {}

    @Override
    public void tunnelled() {}

    @Override
    public void retryRefused() {}

    @Override
    public void broken(Throwable bug) {
        bugs.add(bug);
    }

    @Override
    public void close() {
        engine.close();
        if (!bugs.isEmpty()) {
            throw new AssertionError("the pipeline broke", bugs.peek());
        }
    }
}
