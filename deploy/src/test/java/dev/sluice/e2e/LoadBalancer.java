package dev.sluice.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients behind a load balancer: a monitor asks each data plane's readiness every 50 ms, workers send one request after
 * the other on keep-alive connections to those that are ready. Nothing is retried: a failure is a failure.
 */
final class LoadBalancer implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final long CHECK_MILLIS = 50;

    /** A pool member. */
    private static final class Member {
        final int httpPort;
        final int adminPort;
        volatile boolean ready;

        Member(int httpPort, int adminPort) {
            this.httpPort = httpPort;
            this.adminPort = adminPort;
        }
    }

    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final String host;
    private boolean counting;
    private volatile boolean stopped;

    LoadBalancer(String host) {
        this.host = host;
    }

    /** Answers are numbers that never go down at one data plane; one that does is a failure. Before {@link #start}. */
    LoadBalancer counting() {
        counting = true;
        return this;
    }

    LoadBalancer member(SluiceProcess dataPlane) throws InterruptedException {
        members.add(new Member(dataPlane.httpPort(), dataPlane.adminPort()));
        return this;
    }

    void start() {
        thread(this::monitor);
        for (int worker = 0; worker < WORKERS; worker++) {
            thread(this::work);
        }
    }

    private void thread(Runnable task) {
        Thread thread = new Thread(task, "load-balancer");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void monitor() {
        while (!stopped) {
            for (Member member : members) {
                member.ready = ready(member.adminPort);
            }
            pause(CHECK_MILLIS);
        }
    }

    private static boolean ready(int adminPort) {
        try {
            return Wire.get(adminPort, "monitor", "/readyz").status() == 200;
        } catch (IOException e) {
            return false; // down is not ready
        }
    }

    private void work() {
        Map<Integer, Integer> highest = new HashMap<>();
        int turn = 0;
        while (!stopped) {
            Member member = pick(turn++);
            if (member == null) {
                pause(1);
            } else {
                session(member, highest);
            }
        }
    }

    private @Nullable Member pick(int turn) {
        List<Member> ready = members.stream().filter(member -> member.ready).toList();
        return ready.isEmpty() ? null : ready.get(turn % ready.size());
    }

    /** Up to twenty requests on one connection, while the member stays ready. */
    private void session(Member member, Map<Integer, Integer> highest) {
        try (Wire wire = new Wire(member.httpPort)) {
            for (int i = 0; i < 20 && member.ready && !stopped; i++) {
                Wire.Answer answer = wire.get(host, "/");
                answered.incrementAndGet();
                if (answer.status() != 200) {
                    failures.add(member.httpPort + ": " + answer.status() + " " + answer.body());
                } else if (counting) {
                    count(member.httpPort, Integer.parseInt(answer.body()), highest);
                }
                if (answer.closes()) {
                    return;
                }
            }
        } catch (IOException e) {
            failures.add(member.httpPort + ": " + e);
        }
    }

    private void count(int port, int number, Map<Integer, Integer> highest) {
        int before = highest.merge(port, number, Math::max);
        if (number < before) {
            failures.add(port + " went back from " + before + " to " + number);
        }
    }

    /** A monitor's interval is time by definition; nothing is awaited with it. */
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long answered() {
        return answered.get();
    }

    /** Waits until so many further requests have been answered. */
    void awaitMore(long count) {
        long wanted = answered.get() + count;
        Eventually.within(java.time.Duration.ofSeconds(60), count + " more answers", () -> answered.get() >= wanted);
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(15_000);
        }
    }
}
