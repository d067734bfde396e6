package dev.sluice.sync;

import dev.sluice.resource.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The system's resolver, with its hosts file and search domains: those are what names in a pod rest on. It blocks and cannot
 * be interrupted, so it has a thread of its own, and few questions that may wait.
 */
public final class SystemHosts implements HostLookup {
    private static final int WAITING = 64;

    private final Duration limit;
    private final ThreadPoolExecutor thread;

    /** @param limit for each answer */
    public SystemHosts(Duration limit) {
        this.limit = limit;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("sluice-hosts").factory());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletionStage<List<IpAddress>> lookup(String host) {
        try {
            return CompletableFuture.supplyAsync(() -> addresses(host), thread)
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new UnknownHostException(host + ": the resolver has not answered the questions before"));
        }
    }

    private static List<IpAddress> addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> IpAddress.parse(withoutScope(address.getHostAddress())))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
