package dev.sluice.publish;

import dev.sluice.identity.PeerIdentity;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Tells each call who its client's certificate says that it is. */
final class PeerIdentities implements ServerInterceptor {
    private static final Context.Key<Peer> PEER = Context.keyWithDefault("sluice-peer", Peer.NOBODY);

    /** Of the call that is being served on this thread. */
    static Peer current() {
        return PEER.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(PEER, peer(session)), call, headers, next);
    }

    private static Peer peer(SSLSession session) {
        try {
            List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
            return chain.isEmpty() ? Peer.NOBODY : new Peer(PeerIdentity.of(chain.getFirst()), chain);
        } catch (SSLPeerUnverifiedException e) {
            return Peer.NOBODY; // nobody in particular, whom no list allows
        }
    }
}
