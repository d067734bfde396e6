package dev.sluice.engine.netty.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server on loopback that knows what a test tells it. */
final class DnsServer implements AutoCloseable {
    /** What is known of a name. */
    record Zone(List<String> addresses, int timeToLiveSeconds) {}

    final AtomicInteger queries = new AtomicInteger();
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final MultiThreadIoEventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;
    private volatile boolean silent;

    DnsServer() {
        channel = new Bootstrap()
                .group(thread)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), answering());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    void knows(String name, int timeToLiveSeconds, String... addresses) {
        zones.put(name + ".", new Zone(List.of(addresses), timeToLiveSeconds));
    }

    void silent(boolean value) {
        silent = value;
    }

    private SimpleChannelInboundHandler<DatagramDnsQuery> answering() {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) throws Exception {
                queries.incrementAndGet();
                if (!silent) {
                    context.writeAndFlush(answer(query));
                }
            }
        };
    }

    private DatagramDnsResponse answer(DatagramDnsQuery query) throws UnknownHostException {
        DnsQuestion question = query.recordAt(DnsSection.QUESTION);
        DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
        response.addRecord(DnsSection.QUESTION, question);
        Zone zone = zones.get(question.name());
        if (zone == null) {
            return (DatagramDnsResponse) response.setCode(DnsResponseCode.NXDOMAIN);
        }
        for (String address : zone.addresses) {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            DnsRecordType type = bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA;
            if (type.equals(question.type())) {
                response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(
                                question.name(), type, zone.timeToLiveSeconds, Unpooled.wrappedBuffer(bytes)));
            }
        }
        return response;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        thread.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
