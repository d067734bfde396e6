package dev.sluice.publish;

import dev.sluice.identity.PeerIdentity;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Tells each call who its client's certificate says that it is. */
final class PeerIdentities implements ServerInterceptor {
    private static final Context.Key<PeerIdentity> PEER = Context.keyWithDefault("sluice-peer", PeerIdentity.NONE);

    /** Of the call that is being served on this thread. */
    static PeerIdentity current() {
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

    private static PeerIdentity peer(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate ? PeerIdentity.of(certificate) : PeerIdentity.NONE;
        } catch (SSLPeerUnverifiedException e) {
            return PeerIdentity.NONE; // nobody in particular, whom no list allows
        }
    }
}
