package dev.sluice.controlplane;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.Capability;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Nack;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A data plane that goes where it is told to, over real streams: it opens the other one beside the one it follows, and
 * changes over with the first update that is not older. It applies what the rules of versions let it apply, and keeps
 * a list of that.
 */
final class RovingClient implements AutoCloseable {
    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    /** What was applied. */
    record Applied(Version version, EncodedTable table) {
        Optional<Resource> resource(ResourceKey key) {
            return table.get(key).map(encoded -> {
                try {
                    return WireCodec.decode(key, encoded.content());
                } catch (RefusedResourceException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    private final String node;
    private final List<Applied> applied = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<String> told = List.of();
    private Version serving = Version.NONE;
    private EncodedTable table = EncodedTable.EMPTY;
    private Stream current;
    private @Nullable Stream next;
    private int older;
    private int gaps;
    private boolean closed;

    /** Follows the replica at this port. */
    RovingClient(String node, int port) {
        this(node, port, Version.NONE);
    }

    /** @param serving what it says that it has */
    RovingClient(String node, int port, Version serving) {
        this.node = node;
        this.serving = serving;
        synchronized (this) {
            current = new Stream("127.0.0.1:" + port);
            current.hello();
        }
    }

    private final class Stream implements StreamObserver<FromControlPlane> {
        private final String address;
        private final ManagedChannel channel;
        private final UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);
        private @Nullable StreamObserver<FromDataPlane> up;

        Stream(String address) {
            this.address = address;
            this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
        }

        void hello() {
            up = DiscoveryGrpc.newStub(channel).follow(this);
            Hello.Builder hello = Hello.newBuilder()
                    .setNode(node)
                    .setFleet("default")
                    .setEngine("test")
                    .setSoftware("1")
                    .addCapabilities(Capability.REPLICAS.text())
                    .setProtocol(1);
            if (!serving.equals(Version.NONE)) {
                hello.setServing(WireCodec.toWire(serving));
            }
            send(FromDataPlane.newBuilder().setHello(hello));
        }

        void send(FromDataPlane.Builder message) {
            StreamObserver<FromDataPlane> stream = up;
            if (stream != null) {
                stream.onNext(message.build());
            }
        }

        @Override
        public void onNext(FromControlPlane message) {
            heard(this, message);
        }

        @Override
        public void onError(Throwable fault) {
            ended(this);
        }

        @Override
        public void onCompleted() {
            ended(this);
        }
    }

    private synchronized void heard(Stream stream, FromControlPlane message) {
        switch (message.getMessageCase()) {
            case REPLICAS -> told = List.copyOf(message.getReplicas().getAddressesList());
            case MOVE -> move(stream, message.getMove().getAddress());
            case UPDATE -> update(stream, message);
            default -> {}
        }
    }

    private void move(Stream stream, String address) {
        if (stream == current && next == null && !closed && !address.equals(stream.address)) {
            Stream other = new Stream(address);
            next = other;
            other.hello();
        }
    }

    private void update(Stream stream, FromControlPlane message) {
        try {
            stream.assembler.add(message.getUpdate()).ifPresent(update -> offered(stream, update));
        } catch (UndecodableException e) {
            faults.add(e.toString());
        }
    }

    private void offered(Stream stream, AssembledUpdate update) {
        Version.Standing standing = update.to().standingTo(serving);
        if (stream == next && standing != Version.Standing.OLDER) {
            next = null;
            current.channel.shutdownNow();
            current = stream;
        }
        if (stream == current || stream == next) {
            take(stream, update, standing);
        }
    }

    private void take(Stream stream, AssembledUpdate update, Version.Standing standing) {
        switch (standing) {
            case OLDER -> older++;
            case SAME -> serving = update.to().freshness().lowerThan(serving.freshness()) ? serving : update.to();
            case APPLIES -> {
                if (update.from()
                        .filter(base -> !base.digest().equals(serving.digest()))
                        .isPresent()) {
                    stream.send(FromDataPlane.newBuilder()
                            .setNack(Nack.newBuilder().setCause(Nack.Cause.CAUSE_WRONG_BASE)));
                    return;
                }
                apply(update);
            }
        }
        stream.send(FromDataPlane.newBuilder()
                .setAck(Ack.newBuilder()
                        .setVersion(WireCodec.toWire(serving))
                        .setOlder(standing == Version.Standing.OLDER)));
    }

    private void apply(AssembledUpdate update) {
        table = update.applyTo(table);
        serving = update.to();
        if (!table.digest().equals(serving.digest())) {
            faults.add("digest of " + serving);
        }
        applied.add(new Applied(serving, table));
    }

    /** Without a stream there is a gap, and the next replica that was told is tried. */
    private synchronized void ended(Stream stream) {
        stream.channel.shutdownNow();
        if (stream == next) {
            next = null;
        } else if (stream == current && !closed) {
            Stream ready = next;
            next = null;
            if (ready != null) {
                current = ready;
            } else {
                gaps++;
                SOON.execute(() -> again(stream));
            }
        }
    }

    private synchronized void again(Stream lost) {
        if (current == lost && !closed) {
            String address = told.stream()
                    .filter(other -> !other.equals(lost.address))
                    .findFirst()
                    .orElse(lost.address);
            follow(address);
        }
    }

    /** Leaves what it follows, as when that is lost. */
    synchronized void follow(String address) {
        current.channel.shutdownNow();
        current = new Stream(address);
        current.hello();
    }

    synchronized Version serving() {
        return serving;
    }

    /** All that was applied, in order. */
    synchronized List<Applied> applied() {
        return List.copyOf(applied);
    }

    /** How often it was offered something older than it has. */
    synchronized int older() {
        return older;
    }

    /** How often a stream was lost before another was there. */
    synchronized int gaps() {
        return gaps;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.channel.shutdownNow();
        Stream other = next;
        if (other != null) {
            other.channel.shutdownNow();
        }
    }
}
