package dev.sluice.engine.netty.dns;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import dev.sluice.sync.NameResolver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks for A and AAAA records at once; over TCP if an answer does not fit. Keeps nothing: whoever asks knows for how long. */
public final class DnsNames implements NameResolver {
    private static final long CLOSE_SECONDS = 2;

    private final MultiThreadIoEventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sluice-dns", true), NioIoHandler.newFactory());
    private final DnsNameResolver resolver;

    /** @param servers asked in this order; empty for those of the system */
    public DnsNames(List<InetSocketAddress> servers, Duration queryTimeout) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(thread.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .resolveCache(NoopDnsCache.INSTANCE)
                .queryTimeoutMillis(queryTimeout.toMillis());
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        this.resolver = builder.build();
    }

    /** The records of one type. */
    private record Records(List<IpAddress> addresses, long seconds) {
        static final Records NONE = new Records(List.of(), Long.MAX_VALUE);

        Records and(Records other) {
            List<IpAddress> all =
                    Stream.concat(addresses.stream(), other.addresses.stream()).toList();
            return new Records(all, Math.min(seconds, other.seconds));
        }
    }

    @Override
    public CompletionStage<Answer> resolve(HostName name) {
        CompletableFuture<Records> ipv4 = ask(name, DnsRecordType.A);
        CompletableFuture<Records> ipv6 = ask(name, DnsRecordType.AAAA);
        // A name may have addresses of one family only: the answer to the other question is then an error.
        return orNone(ipv4).thenCombine(orNone(ipv6), Records::and).thenCompose(records -> {
            if (records.addresses.isEmpty()) {
                return ipv4.isCompletedExceptionally() ? ipv4.thenApply(none -> answer(records)) : noAddress(name);
            }
            return CompletableFuture.completedFuture(answer(records));
        });
    }

    private static Answer answer(Records records) {
        return new Answer(records.addresses, Duration.ofSeconds(records.seconds));
    }

    private static CompletableFuture<Answer> noAddress(HostName name) {
        return CompletableFuture.failedFuture(new UnknownHostException(name + " has no address"));
    }

    private static CompletableFuture<Records> orNone(CompletableFuture<Records> asked) {
        return asked.exceptionally(failure -> Records.NONE);
    }

    private CompletableFuture<Records> ask(HostName name, DnsRecordType type) {
        CompletableFuture<Records> answer = new CompletableFuture<>();
        // The dot at the end keeps search domains of the system out of it.
        resolver.resolveAll(new DefaultDnsQuestion(name.value() + ".", type))
                .addListener((Future<List<DnsRecord>> asked) -> {
                    if (asked.isSuccess()) {
                        answer.complete(read(asked.getNow()));
                    } else {
                        answer.completeExceptionally(asked.cause());
                    }
                });
        return answer;
    }

    private static Records read(List<DnsRecord> records) {
        List<IpAddress> addresses = new ArrayList<>();
        long seconds = Long.MAX_VALUE;
        try {
            for (DnsRecord each : records) {
                if (each instanceof DnsRawRecord raw) {
                    IpAddress.parse(address(raw.content())).ifPresent(addresses::add);
                    seconds = Math.min(seconds, raw.timeToLive());
                }
            }
        } finally {
            records.forEach(ReferenceCountUtil::release);
        }
        return new Records(addresses, seconds);
    }

    /** 4 or 16 bytes. */
    private static String address(ByteBuf content) {
        try {
            return InetAddress.getByAddress(ByteBufUtil.getBytes(content)).getHostAddress();
        } catch (UnknownHostException e) {
            return ""; // of another length: no address
        }
    }

    @Override
    public void close() {
        resolver.close();
        thread.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
