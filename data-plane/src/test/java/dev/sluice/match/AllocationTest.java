package dev.sluice.match;

import static dev.sluice.match.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.PathMatch.Prefix;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A match allocates nothing, also before the compiler of the JVM has seen it. */
class AllocationTest {
    private static long allocated(RouteIndex index, RequestHead head) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1000; i++) {
            index.find(80, head);
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void matchingAllocatesNothing() {
        RouteIndex index = Routes.index(
                route("a", "a.example", new Prefix("/a/b")),
                route("w", "*.b.example", new Prefix("/")),
                route("s", "**.c.example", new Prefix("/x")));
        for (String host : new String[] {"a.example", "x.b.example", "x.y.c.example", "none"}) {
            RequestHead head = Requests.get(host, "/a/b/c");
            allocated(index, head);
            assertThat(allocated(index, head)).as(host).isLessThan(1000);
        }
    }
}
