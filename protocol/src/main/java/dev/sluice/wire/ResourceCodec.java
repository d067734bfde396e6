package dev.sluice.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TrustBundle;
import dev.sluice.resource.Upstream;
import java.util.Optional;

/** Which message stands for which kind of resource. The key is not in the message: it travels beside it. */
final class ResourceCodec {
    private ResourceCodec() {}

    static Message toWire(Resource resource) {
        return switch (resource) {
            case Listener listener -> ListenerCodec.toWire(listener);
            case Route route -> RouteCodec.toWire(route);
            case Upstream upstream -> UpstreamCodec.toWire(upstream);
            case EndpointSet set -> EndpointCodec.toWire(set);
            case Certificate certificate -> SecretCodec.toWire(certificate);
            case TlsHost host -> TlsHostCodec.toWire(host);
            case TrustBundle bundle -> SecretCodec.toWire(bundle);
            case Credential credential -> SecretCodec.toWire(credential);
            case TicketKeys keys -> SecretCodec.toWire(keys);
        };
    }

    /** The matching of a route that is refused: its requests are answered 503 where they can be told. */
    static Optional<HttpRoute> matching(ResourceKey key, ByteString content) {
        return key instanceof RouteKey route ? RouteCodec.matching(route, content) : Optional.empty();
    }

    static Resource fromWire(ResourceKey key, ByteString content) throws InvalidProtocolBufferException {
        return switch (key) {
            case ListenerKey listener ->
                ListenerCodec.fromWire(listener, dev.sluice.wire.v1.Listener.parseFrom(content));
            case RouteKey route -> RouteCodec.fromWire(route, dev.sluice.wire.v1.Route.parseFrom(content));
            case UpstreamKey upstream ->
                UpstreamCodec.fromWire(upstream, dev.sluice.wire.v1.Upstream.parseFrom(content));
            case EndpointSetKey set -> EndpointCodec.fromWire(set, dev.sluice.wire.v1.EndpointSet.parseFrom(content));
            case CertificateKey certificate ->
                SecretCodec.fromWire(certificate, dev.sluice.wire.v1.Certificate.parseFrom(content));
            case TlsHostKey host -> TlsHostCodec.fromWire(host, dev.sluice.wire.v1.TlsHost.parseFrom(content));
            case TrustBundleKey bundle ->
                SecretCodec.fromWire(bundle, dev.sluice.wire.v1.TrustBundle.parseFrom(content));
            case CredentialKey credential ->
                SecretCodec.fromWire(credential, dev.sluice.wire.v1.Credential.parseFrom(content));
            case TicketKeysKey keys -> SecretCodec.fromWire(keys, dev.sluice.wire.v1.TicketKeys.parseFrom(content));
            case UnknownKey unknown ->
                throw new IllegalArgumentException("kind " + unknown.number() + " is not known to this version");
        };
    }
}
