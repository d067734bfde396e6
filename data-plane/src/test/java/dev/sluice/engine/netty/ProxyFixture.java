package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointId;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.engine.Binding;
import dev.sluice.resource.IpAddress;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A Netty engine in front of one endpoint, on free ports of loopback. */
final class ProxyFixture implements AutoCloseable {
    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    final NettyEngine engine;
    final EndpointRuntime endpoint;
    final PassThrough pipeline;
    final InetSocketAddress address;

    ProxyFixture(InetSocketAddress backend, NettySettings settings) throws IOException {
        IpAddress ip = new IpAddress(backend.getAddress().getHostAddress());
        endpoint = new EndpointRuntime(new EndpointId(ip, backend.getPort(), EndpointId.PLAIN), settings.eventLoops());
        pipeline = new PassThrough(endpoint);
        engine = NettyEngine.start(settings, pipeline);
        address = engine.bind(new Binding(80, "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    static NettySettings settings() {
        return NettySettings.usual().withEventLoops(1);
    }

    static ProxyFixture inFrontOf(RawBackend backend) throws IOException {
        return new ProxyFixture(backend.address(), settings());
    }

    RawClient client() throws IOException {
        return new RawClient(address);
    }

    @Override
    public void close() {
        engine.close();
    }
}
