package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explain;
import dev.sluice.forward.Explanation;
import dev.sluice.forward.HealthPath;
import dev.sluice.http.Reason;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.observe.RequestFacts;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HostSettings.AmbiguousPath;
import dev.sluice.resource.HostSettings.EncodedSlash;
import dev.sluice.resource.HostSettings.MatchingMode;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.ValueMatch;
import dev.sluice.resource.WeightedBackend;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What is explained is what is done: a thousand generated requests over generated tables go through a real engine on real
 * sockets, and each one's rule, outcome, status and endpoint, by the access log, the backends and what is remembered, are
 * those that were explained before. {@code -Dexplain.seed} repeats a run.
 */
class ExplainLawTest {
    private static final int TABLES = 20;
    private static final int REQUESTS = 50;
    private static final Optional<UpstreamKey> PAIR = Optional.of(new UpstreamKey("pair"));
    private static final List<String> HOSTS = List.of("x.example", "y.x.example", "z.example", "other", "127.0.0.1");
    private static final List<String> PATHS =
            List.of("/", "/a", "/a/", "/a/b", "/ab", "/a/b/c", "/a/../b", "/a%2Fb", "/%41", "/b?q=1", "/a?q=2", "/b/");

    private final long seed = Long.getLong("explain.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /** A request, and what was explained of it before it was sent. */
    private record Sent(String id, Explain.Asked asked, Explanation explained) {}

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    void theRuleTheOutcomeAndTheEndpointAreThoseThatWereExplained() throws Exception {
        try (Backend one = named("one");
                Backend two = named("two");
                Backend three = named("three");
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, Proxy.table().serve())) {
            Map<String, String> names = Map.of(at(one), "one", at(two), "two", at(three), "three");
            proxy.table
                    .upstream("pair", one.address(), two.address())
                    .upstream(
                            "least",
                            Upstream.Balancing.LEAST_REQUEST,
                            Upstream.Limits.DEFAULT,
                            two.address(),
                            three.address())
                    .upstream("empty");
            for (int i = 0; i < TABLES; i++) {
                replace(proxy.table);
                tryOut(proxy, names, "t" + i);
            }
        }
    }

    /** Both endpoints of a rule's upstream get requests, and nobody else does. */
    @Test
    void theEndpointsThatServeAreAllThatWereExplained() throws Exception {
        try (Backend one = named("one");
                Backend two = named("two");
                Backend three = named("three");
                Proxy proxy = Proxy.inFrontOf(EngineUnderTest.NETTY, one, two, three)) {
            ServingState state = Objects.requireNonNull(proxy.table.serving().get());
            Explanation explained = Explain.explain(
                    state, HealthPath.NONE, new Explain.Asked("GET", "http", "a.example", "/", List.of(), 80));
            Set<String> served = new TreeSet<>();
            try (Client client = proxy.client()) {
                for (int i = 0; i < 12; i++) {
                    client.get("/", "X-Request-ID: e" + i);
                    proxy.logged();
                    proxy.recent.find("e" + i).get(0).endpoint().ifPresent(served::add);
                }
            }
            assertThat(served)
                    .isEqualTo(new TreeSet<>(explained.shares().get(0).endpoints()))
                    .hasSize(3);
        }
    }

    private static Backend named(String name) throws Exception {
        return Backend.saying(name);
    }

    private static String at(Backend backend) {
        InetSocketAddress address = backend.address();
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private void replace(Table table) {
        Set<RouteKey> before =
                IntStream.range(0, 12).mapToObj(i -> new RouteKey("r" + i)).collect(Collectors.toSet());
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            HttpRoute route = route(new RouteKey("r" + i));
            before.remove(route.key());
            table.put(route);
        }
        table.serveInSpite(before.toArray(RouteKey[]::new));
    }

    private HttpRoute route(RouteKey key) {
        PathMatch path = one(List.of(
                new PathMatch.Prefix(one(List.of("/", "/a", "/a/b"))),
                new PathMatch.Exact(one(List.of("/a", "/a/", "/b"))),
                new PathMatch.Otherwise()));
        List<ValueMatch> header = random.nextInt(5) == 0
                ? List.of(new ValueMatch("X-A", new ValueMatch.Exact("1")))
                : List.<ValueMatch>of();
        RouteAction action = action();
        return new HttpRoute(
                key,
                List.of(new ListenerKey("http")),
                one(List.of(
                        HostMatch.ANY,
                        new HostMatch.Exact(new HostName("x.example")),
                        new HostMatch.Exact(new HostName("x.example")),
                        new HostMatch.OneLabel(new HostName("x.example")),
                        new HostMatch.Suffix(new HostName("example")))),
                new HostSettings(
                        MatchingMode.SPEC, one(List.of(EncodedSlash.values())), one(List.of(AmbiguousPath.values()))),
                new HttpMatch(path, Optional.empty(), header, List.of()),
                action,
                action instanceof RouteAction.Forward ? policies() : List.of(),
                new RuleOrder(random.nextInt(3), "default/x", 0),
                ObjectKey.of(ObjectKind.INGRESS, "default", key.id()));
    }

    private RouteAction action() {
        if (random.nextInt(6) == 0) {
            return new RouteAction.Respond(Refusal.unavailable(Refusal.Cause.SERVICE_NOT_FOUND));
        }
        List<WeightedBackend> shares = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            WeightedBackend.Target target = random.nextInt(6) == 0
                    ? new WeightedBackend.Refused(Refusal.unavailable(Refusal.Cause.PORT_NOT_FOUND))
                    : new WeightedBackend.To(new UpstreamKey(one(List.of("pair", "pair", "least", "empty"))));
            shares.add(new WeightedBackend(shares.isEmpty() ? 1 : random.nextInt(3), target, List.of()));
        }
        return new RouteAction.Forward(shares);
    }

    private List<RoutePolicy> policies() {
        List<RoutePolicy> policies = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            policies.add(
                    new RoutePolicy.HttpsRedirect(308, List.of("/a/b"), RoutePolicy.HttpsRedirect.TrailingSlash.KEEP));
        }
        if (random.nextInt(2) == 0) {
            policies.add(new RoutePolicy.RequestBodyLimit(3));
        }
        return policies;
    }

    private void tryOut(Proxy proxy, Map<String, String> names, String prefix) throws Exception {
        Map<String, Sent> sent = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            ServingState state = Objects.requireNonNull(proxy.table.serving().get());
            String body = "body".substring(0, random.nextInt(5));
            List<Explain.Field> fields = new ArrayList<>();
            fields.add(new Explain.Field("Content-Length", String.valueOf(body.length())));
            if (random.nextInt(3) == 0) {
                fields.add(new Explain.Field("X-A", "1"));
            }
            if (random.nextInt(20) == 0) {
                fields.add(new Explain.Field("Expect", "wonders"));
            }
            Explain.Asked asked = new Explain.Asked("POST", "http", one(HOSTS), one(PATHS), fields, 80);
            Sent one = new Sent(prefix + "." + i, asked, Explain.explain(state, HealthPath.NONE, asked));
            sent.put(one.id(), one);
            send(proxy, names, one, body);
        }
        for (int i = 0; i < REQUESTS; i++) {
            String line = proxy.logged();
            String id = value(line, "id=\"", "\"");
            agree(line, Objects.requireNonNull(sent.remove(id)), proxy.recent.find(id));
        }
        assertThat(sent).isEmpty();
    }

    private void send(Proxy proxy, Map<String, String> names, Sent sent, String body) throws Exception {
        StringBuilder head = new StringBuilder("POST " + sent.asked().target() + " HTTP/1.1\r\nHost: "
                + sent.asked().host() + "\r\nConnection: close\r\nX-Request-ID: " + sent.id() + "\r\n");
        sent.asked().fields().forEach(field -> head.append(field.name() + ": " + field.value() + "\r\n"));
        try (Client client = proxy.client()) {
            client.send(head + "\r\n" + body);
            Message answer = client.read();
            Set<Integer> expected = sent.explained().shares().stream()
                    .filter(share -> share.weight() > 0)
                    .map(share -> share.outcome() == Reason.FORWARDED ? 200 : share.status())
                    .collect(Collectors.toCollection(TreeSet::new));
            Explanation explained = sent.explained();
            boolean decided = explained.shares().isEmpty()
                    || (explained.outcome() == Reason.EXPECTATION_FAILED && answer.status() == explained.status());
            assertThat(answer.status())
                    .as(() -> "seed " + seed + ": " + sent)
                    .isIn(decided ? Set.of(explained.status()) : expected);
            if (answer.status() == 200) {
                assertThat(candidates(explained).stream().map(names::get)).contains(answer.body());
            }
        }
    }

    private void agree(String line, Sent sent, List<RequestFacts> remembered) {
        Explanation explained = sent.explained();
        String what = "seed " + seed + ": " + sent + " and " + line;
        String route = explained.rule().map(rule -> rule.key().id()).orElse("-");
        String reason = value(line + " ", " reason=", " ");
        String endpoint = value(line + " ", "upstream=", " ");
        assertThat(value(line, "route=\"", "\"")).as(what).isEqualTo(route);
        Set<String> reasons = explained.shares().stream()
                .filter(share -> share.weight() > 0)
                .map(share -> share.outcome().text())
                .collect(Collectors.toSet());
        boolean one = explained.shares().isEmpty() || !reasons.contains(reason);
        assertThat(reason).as(what).isIn(one ? Set.of(explained.outcome().text()) : reasons);
        if (reason.equals("forwarded")) {
            assertThat(candidates(explained)).as(what).contains(endpoint);
        } else {
            assertThat(endpoint).as(what).isEqualTo("-");
        }
        assertThat(remembered).as(what).singleElement().satisfies(facts -> {
            assertThat(facts.route().map(RouteKey::id).orElse("-")).isEqualTo(route);
            assertThat(facts.reason().text()).isEqualTo(reason);
            assertThat(facts.endpoint().orElse("-")).isEqualTo(endpoint);
            assertThat(facts.host()).isEqualTo(sent.asked().host());
        });
    }

    /** Of a round robin those that are next in some lane; which of others has less under way may change at any time. */
    private static Set<String> candidates(Explanation explained) {
        return explained.shares().stream()
                .filter(share -> share.weight() > 0)
                .flatMap(share -> share.picks().stream()
                        .filter(pick -> pick.chance() > 0 || !share.upstream().equals(PAIR))
                        .map(Explanation.Pick::endpoint))
                .collect(Collectors.toSet());
    }

    private static String value(String line, String before, String after) {
        int start = line.indexOf(before) + before.length();
        return line.substring(start, line.indexOf(after, start));
    }
}
