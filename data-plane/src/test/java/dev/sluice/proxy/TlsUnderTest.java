package dev.sluice.proxy;

import dev.sluice.engine.Engine;
import dev.sluice.engine.akkahttp.AkkaHttpEngine;
import dev.sluice.engine.akkahttp.AkkaHttpSettings;
import dev.sluice.engine.netty.NettyEngine;
import dev.sluice.engine.netty.NettySettings;
import dev.sluice.forward.Pipeline;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import dev.sluice.tls.TlsSettings.Provider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The engines that speak TLS with clients, and whose TLS they speak. */
enum TlsUnderTest {
    NETTY_BORINGSSL(Provider.OPENSSL),
    NETTY_JDK(Provider.JDK),
    AKKA_HTTP(Provider.JDK) {
        /** Akka's TLS does not say why it has failed. */
        @Override
        HandshakeEnd told(HandshakeEnd failure) {
            return HandshakeEnd.FAILED;
        }

        @Override
        Engine start(Pipeline pipeline, @Nullable TlsFront front, Duration arrival) {
            AkkaHttpSettings usual = AkkaHttpSettings.standard(Proxy.LANES);
            return AkkaHttpEngine.start(
                    new AkkaHttpSettings(
                            usual.lanes(),
                            usual.maxConnections(),
                            usual.clientHeads(),
                            usual.backendHeads(),
                            arrival,
                            usual.headTimeout(),
                            usual.keepAliveTimeout(),
                            usual.bodyTimeout(),
                            usual.sendTimeout(),
                            usual.linger(),
                            usual.lingerBytes(),
                            usual.upstreamIdleTimeout(),
                            usual.maxConnectionsPerEndpoint(),
                            usual.bodyRate()),
                    pipeline,
                    front);
        }
    };

    private final Provider provider;

    TlsUnderTest(Provider provider) {
        this.provider = provider;
    }

    /** As which a failure of TLS itself is told. */
    HandshakeEnd told(HandshakeEnd failure) {
        return failure;
    }

    TlsSettings settings() {
        return TlsSettings.USUAL.withProvider(provider);
    }

    /**
     * @param front null where no TLS is spoken
     * @param arrival for a PROXY header and a handshake
     */
    Engine start(Pipeline pipeline, @Nullable TlsFront front, Duration arrival) {
        NettySettings.ClientWaits usual = NettySettings.ClientWaits.USUAL;
        return NettyEngine.start(
                NettySettings.usual()
                        .withEventLoops(Proxy.LANES)
                        .withClientWaits(new NettySettings.ClientWaits(
                                arrival,
                                usual.head(),
                                usual.idle(),
                                usual.body(),
                                usual.send(),
                                usual.linger(),
                                usual.lingerBytes())),
                pipeline,
                front);
    }
}
