package dev.sluice.api.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Answers as the document of the status API has them, of a cluster that is made up. Times are relative to its making. */
final class FixtureData {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private static final int ROUTES = 5000;
    /** Made once, because that takes as long as all else; not changed by anybody. */
    static final ArrayNode ALL_ROUTES = allRoutes();

    private final Instant now;

    final ObjectNode status;
    final ArrayNode dataPlanes = JSON.createArrayNode();
    final ArrayNode problems = JSON.createArrayNode();
    final ArrayNode certificates = JSON.createArrayNode();
    final ObjectNode propagation;
    final ObjectNode decision;
    final ObjectNode members;
    final ObjectNode history;

    FixtureData(Instant now) {
        this.now = now;
        addDataPlanes();
        addProblems();
        addCertificates();
        propagation = propagation();
        members = members();
        decision = decision("follow", "", "");
        history = history();
        status = status();
    }

    ObjectNode fleet(String name, int planes, int lagging, double rate, double failures, String digest) {
        return object(
                """
                {fleet: '%s', version: 'api-server#4/0/%s', digest: '%s', course: 'follow', release: '91c2aa3fa9c1d20b', resources: 15214,
                 routes: %d, services: 1250, endpoints: 3750, certificates: 12, refused: 0,
                 dataPlanes: {total: %d, current: %d, sending: 0, lagging: %d, waiting: 0, ahead: 0, ready: %d, draining: 0},
                 connections: %d, requestRate: %s, failureRate: %s, errorShare: %s}
                """,
                name,
                digest.substring(0, 12),
                digest,
                name.equals("default") ? ROUTES : 214,
                planes,
                planes - lagging,
                lagging,
                planes,
                planes * 412,
                rate,
                failures,
                failures / rate);
    }

    private ObjectNode status() {
        ObjectNode made = object("""
                {replica: 'sluice-0', software: '0.1.0', ready: true, leading: true, replicas: 3, fleets: [],
                 problems: {total: 5, errors: 2, warnings: 2, infos: 1},
                 certificates: {total: 12, expiring: 2, expired: 1, notYetValid: 0, nextExpiry: '%s'},
                 receipts: {pending: 0}, propagation: {count: 60, p50Millis: 14, p95Millis: 41, p99Millis: 88, maxMillis: 92}}
                """, in(Duration.ofDays(6)));
        made.putArray("fleets")
                .add(fleet("default", 5, 0, 5301.5, 2.5, "3fa9c1d20b77aa01"))
                .add(fleet("edge", 2, 0, 618.25, 0.0, "a81e22c9d0035f10"));
        return made;
    }

    private void addDataPlanes() {
        for (int i = 0; i < 7; i++) {
            boolean edge = i >= 5;
            String node = edge ? "edge-" + (i - 4) : "proxy-" + (i + 1);
            dataPlanes.add(
                    plane(node, edge ? "edge" : "default", "zone-" + (char) ('a' + i % 3), "current", 900 + i * 55));
        }
    }

    ObjectNode plane(String node, String fleet, String zone, String delivery, int rate) {
        return object(
                """
                {node: '%s', fleet: '%s', replica: 'sluice-0', zone: '%s', engine: 'netty', software: '0.1.0', capabilities: ['replicas', 'explain-steps'],
                 connectedAt: '%s', serving: 'api-server#4/0/%s', answeredAt: '%s', offered: '', offeredAt: '', delivery: '%s', lagMillis: %d,
                 ready: true, health: {draining: false, connections: 412, requests: 8123456, failed: 112, requestRate: %d, failureRate: 0.4,
                 errorShare: 0.0004, failingEndpoints: 0, bindFailures: []}, refused: [], nacks: 0, lastNack: ''}
                """,
                node,
                fleet,
                zone,
                in(Duration.ofHours(-31)),
                fleet.equals("edge") ? "a81e22c9d003" : "3fa9c1d20b77",
                in(Duration.ofSeconds(-42)),
                delivery,
                delivery.equals("lagging") ? 12_400 : 0,
                rate);
    }

    private static ArrayNode allRoutes() {
        ArrayNode routes = JSON.createArrayNode();
        List<String> teams = List.of("shop", "payments", "search", "accounts", "media");
        List<String> paths = List.of("/", "/api", "/assets", "/v2/orders");
        for (int i = 0; i < ROUTES; i++) {
            String team = teams.get(i % teams.size());
            String name = String.format(Locale.ROOT, "web-%04d", i / paths.size());
            routes.add(route(team, name, name + "." + team + ".example", paths.get(i % paths.size()), i % 97 == 5));
        }
        return routes;
    }

    private static ObjectNode route(String team, String name, String host, String path, boolean refused) {
        String refusal = refused ? "{status: 503, reason: 'service-not-found'}" : "null";
        return object("""
                {id: 'Ingress/%1$s/%2$s|%3$s|Prefix|%4$s', fleet: 'default', source: 'Ingress %1$s/%2$s', namespace: '%1$s', class: 'sluice',
                 listeners: ['http-80', 'https-443'], host: '%3$s', pathType: 'prefix', path: '%4$s', match: [],
                 policies: ['redirect http to https 308', 'request body at most 1048576 bytes', 'timeouts connect 5000ms read 60000ms send 60000ms'],
                 backends: [{weight: 1, upstream: '%5$s', service: 'Service %1$s/%2$s', endpoints: ['10.0.0.1:8080', '10.0.0.2:8080'], moreEndpoints: 0, refused: %6$s}],
                 refused: %6$s}
                """, team, name, host, path, refused ? "" : team + "/" + name + ":80", refusal);
    }

    private void addProblems() {
        problem(
                "error",
                "Ingress shop/checkout",
                "spec.rules[0].http.paths[1].backend.service.name",
                "ServiceNotFound",
                "there is no Service shop/checkout-v2; requests are answered 503");
        problem(
                "error",
                "Secret payments/tls",
                "data[tls.crt]",
                "CertificateExpired",
                "expired 2 days ago; it is served all the same, and clients will refuse it");
        problem(
                "warning",
                "Ingress media/cdn",
                "metadata.annotations[nginx.ingress.kubernetes.io/server-snippet]",
                "AnnotationIgnored",
                "snippets are not carried out: they could change what other objects are given");
        problem("warning", "Secret search/tls", "", "CertificateExpiring", "expires in 6 days");
        problem(
                "info",
                "Service accounts/web-0003",
                "spec.ports",
                "PortUnnamed",
                "its only port has no name; it is taken for 'http'");
    }

    private void problem(String severity, String object, String field, String reason, String message) {
        problems.add(JSON.createObjectNode()
                .put("severity", severity)
                .put("object", object)
                .put("field", field)
                .put("reason", reason)
                .put("message", message));
    }

    private void addCertificates() {
        int[] days = {-2, 6, 19, 33, 41, 58, 64, 77, 83, 86, 88, 89};
        List<String> teams = List.of("payments", "search", "media", "shop", "accounts");
        for (int i = 0; i < days.length; i++) {
            String team = teams.get(i % teams.size());
            String secret = i < teams.size() ? "tls" : "tls-" + i;
            String state = days[i] < 0 ? "expired" : days[i] < 30 ? "expiring" : "valid";
            certificates.add(certificate(team, secret, state, days[i]));
        }
    }

    private ObjectNode certificate(String team, String secret, String state, int days) {
        return object("""
                {id: '%1$s/%2$s', fleet: 'default', secret: 'Secret %1$s/%2$s', namespace: '%1$s', subject: 'CN=%1$s.example',
                 names: ['%1$s.example', '*.%1$s.example'], issuer: 'CN=Example Issuing CA 3', serial: '1f2e3d4c', notBefore: '%3$s', notAfter: '%4$s',
                 state: '%5$s', keyAlgorithm: 'EC', fingerprint: '9b1c66d0c1f1f0a7f3e0d5a1c6f0e9b27d5c1a8e3f4b6d7c8e9f0a1b2c3d4e5f', chainLength: 2,
                 hosts: [{host: '%1$s.example', port: 443, source: 'Ingress %1$s/web-0000'}]}
                """, team, secret, in(Duration.ofDays(days - 90L)), in(Duration.ofDays(days)), state);
    }

    private ObjectNode propagation() {
        ObjectNode made = object("{count: 60, p50Millis: 14, p95Millis: 41, p99Millis: 88, maxMillis: 92, items: []}");
        ArrayNode items = made.putArray("items");
        for (int i = 0; i < 50; i++) {
            int took = i == 17 ? 92 : 9 + (i * 7919) % 33;
            Instant live = now.minusSeconds(40 + 97L * i);
            items.addObject()
                    .put("object", "Ingress shop/web-" + String.format(Locale.ROOT, "%04d", i * 13 % 250))
                    .put("resourceVersion", String.valueOf(81_200 - i))
                    .put("translatedAt", live.minusMillis(took).toString())
                    .put("liveSince", live.toString())
                    .put("tookMillis", took);
        }
        return made;
    }

    private static ObjectNode members() {
        ObjectNode made = object("""
                {replica: 'sluice-0', clustered: true, address: '10.0.0.7:25520', leading: true, leader: '10.0.0.7:25520', incarnations: 1, lastEnd: '', members: [], replicas: []}
                """);
        for (int i = 0; i < 3; i++) {
            made.withArray("members")
                    .addObject()
                    .put("address", "10.0.0." + (7 + i) + ":25520")
                    .put("status", "Up")
                    .put("reachable", true);
            made.withArray("replicas")
                    .add(object(
                            "{replica: 'sluice-%d', address: '10.0.0.%d:7070', software: '0.1.0', ready: true, confirmed: true, decision: 0, dataPlanes: %d}",
                            i, 7 + i, i == 0 ? 3 : 2));
        }
        return made;
    }

    /** @param given the release that fleet default is held at, where it is */
    ObjectNode decision(String course, String given, String why) {
        String cause = course.equals("follow")
                ? "{who: '', at: '', why: ''}"
                : "{who: 'ann', at: '" + in(Duration.ofSeconds(-3)) + "', why: '" + why + "'}";
        String newest = "91c2aa3fa9c1d20b";
        return object(
                """
                {number: %d, generation: 0, cause: %s, keptIn: 'ConfigMap sluice/decision', shared: true, fleets: [{fleet: 'default', course: '%s', release: '%s',
                 candidate: '', first: '', newest: '%s', given: '%s', cause: %s}]}
                """,
                course.equals("follow") ? 0 : 1, cause, course, given, newest, given.isEmpty() ? newest : given, cause);
    }

    private ObjectNode history() {
        ObjectNode made = object("{fleet: 'default', releases: []}");
        List<String> ids = List.of(
                "91c2aa3fa9c1d20b",
                "5be0417c2d91f3aa",
                "c07719fe4420be51",
                "22d9a0b36f18c47e",
                "e8f15a6609b27cd3",
                "0ab3c49d7716e528");
        for (int i = 0; i < ids.size(); i++) {
            made.withArray("releases")
                    .add(object(
                            """
                    {release: '%s', at: '%s', given: [%s], objects: [{object: 'Ingress shop/web-%04d', resourceVersion: '%d', gone: false}], moreObjects: %d, changes: %d, bytes: %d}
                    """,
                            ids.get(i),
                            in(Duration.ofMinutes(-7L * i * i - 1)),
                            i == 0 ? "'stable'" : "",
                            i * 13,
                            81_200 - i,
                            i % 3,
                            1 + i % 3,
                            310 + i * 120));
        }
        return made;
    }

    ObjectNode difference(String from, String to) {
        return object("""
                {fleet: 'default', from: '%s', to: '%s', added: ['Route Ingress/shop/web-0013|web-0013.shop.example|Prefix|/v2/orders'],
                 changed: ['Route Ingress/shop/web-0013|web-0013.shop.example|Prefix|/'], removed: [], details: [
                 {resource: 'Route Ingress/shop/web-0013|web-0013.shop.example|Prefix|/', change: 'changed',
                  before: ['host web-0013.shop.example', 'path prefix /', 'policy request body at most 1048576 bytes', 'policy timeouts connect 5000ms read 60000ms send 60000ms', 'backend shop/web-0013:80 weight 1'],
                  after: ['host web-0013.shop.example', 'path prefix /', 'policy request body at most 8388608 bytes', 'policy timeouts connect 5000ms read 60000ms send 60000ms', 'backend shop/web-0013:80 weight 9', 'backend shop/canary:80 weight 1']},
                 {resource: 'Route Ingress/shop/web-0013|web-0013.shop.example|Prefix|/v2/orders', change: 'added', before: [], after: ['host web-0013.shop.example', 'path prefix /v2/orders', 'backend shop/orders:80 weight 1']}]}
                """, from, to);
    }

    /** @param live of three data planes */
    ObjectNode receipt(String object, int live) {
        boolean all = live == 3;
        ObjectNode made = object(
                """
                {object: '%s', verdict: '%s', live: %s, uid: '5ad0c3', resourceVersion: '81201', generation: 7, translatedAt: '%s', liveSince: %s, tookMillis: %s, note: '',
                 fleets: [{fleet: 'default', live: %d, of: 3, serving: [], missing: []}]}
                """,
                object,
                all ? "live" : "not-live",
                all,
                in(Duration.ofMillis(-350)),
                all ? "'" + now + "'" : "null",
                all ? "23" : "null",
                live);
        JsonNode fleet = made.path("fleets").path(0);
        for (int i = 1; i <= 3; i++) {
            ArrayNode list = (ArrayNode) fleet.path(i <= live ? "serving" : "missing");
            list.addObject()
                    .put("node", "proxy-" + i)
                    .put(i <= live ? "since" : "reason", i <= live ? now.toString() : "has not answered for 12 s");
        }
        return made;
    }

    ObjectNode story(ObjectNode route, ObjectNode receipt) {
        ObjectNode made =
                object("""
                {object: {object: '%1$s', uid: '5ad0c3', resourceVersion: '81201', generation: 7, createdAt: '%2$s', class: 'sluice',
                  annotations: ['nginx.ingress.kubernetes.io/proxy-body-size', 'nginx.ingress.kubernetes.io/ssl-redirect']},
                 services: [{id: 'shop/web-0000:80', fleet: 'default', service: 'Service shop/web-0000', namespace: 'shop', protocol: 'http1', tls: 'none', balancing: 'least-request',
                  maxConnections: 1024, proxyProtocol: '', resolved: '', endpoints: {total: 3, ready: 2, terminating: 1, failing: 1}, routes: 4}],
                 endpoints: [
                  {fleet: 'default', set: 'shop/web-0000:http', service: 'Service shop/web-0000', namespace: 'shop', address: '10.0.0.1:8080', zone: 'zone-a', state: 'ready', health: 'ok', failing: []},
                  {fleet: 'default', set: 'shop/web-0000:http', service: 'Service shop/web-0000', namespace: 'shop', address: '10.0.0.2:8080', zone: 'zone-b', state: 'ready', health: 'failing',
                   failing: [{node: 'proxy-2', failures: 4, reason: 'connect-refused', since: '%3$s'}]},
                  {fleet: 'default', set: 'shop/web-0000:http', service: 'Service shop/web-0000', namespace: 'shop', address: '10.0.0.3:8080', zone: 'zone-c', state: 'terminating', health: 'ok', failing: []}],
                 moreEndpoints: 0, certificates: [], receipt: null, problems: [], releases: []}
                """, route.path("source").asText(), in(Duration.ofDays(-61)), in(Duration.ofSeconds(-18)));
        made.set("route", route);
        made.set("receipt", receipt);
        made.withArray("certificates").add(certificates.path(3));
        made.withArray("releases")
                .add(history.path("releases").path(1))
                .add(history.path("releases").path(4));
        made.withArray("problems").add(problems.path(2));
        return made;
    }

    ObjectNode explanation(String host, String path) {
        return object("""
                {node: 'proxy-1', version: 'api-server#4/0/3fa9c1d20b77', outcome: 'forward', status: null, route: 'Ingress/shop/web-0000|%1$s|Prefix|/api', source: 'Ingress shop/web-0000',
                 field: 'spec.rules[0].http.paths[1]', policies: ['redirect http to https 308', 'request body at most 8388608 bytes'],
                 steps: [{policy: 'redirect http to https 308', outcome: 'passes', status: null, detail: 'the request came over https'},
                         {policy: 'request body at most 8388608 bytes', outcome: 'keeps', status: null, detail: 'counted as it comes'}],
                 settings: [{of: 'Route Ingress/shop/web-0000|%1$s|Prefix|/api', name: 'request body', value: '8388608 bytes', from: {kind: 'annotation', object: 'Ingress shop/web-0000', field: 'metadata.annotations[nginx.ingress.kubernetes.io/proxy-body-size]', by: null}, note: null},
                            {of: 'Upstream shop/web-0000:80', name: 'connect timeout', value: '5000ms', from: {kind: 'default', object: null, field: null, by: null}, note: null},
                            {of: 'Upstream shop/web-0000:80', name: 'balancing', value: 'least-request', from: {kind: 'class-parameter', object: 'ConfigMap sluice/parameters', field: 'data[load-balance]', by: 'IngressClass sluice'}, note: null}],
                 settingsNote: null,
                 shares: [{weight: 1, upstream: 'shop/web-0000:80', outcome: 'forward', status: null, endpoints: ['10.0.0.1:8080', '10.0.0.4:8080'],
                   picks: [{endpoint: '10.0.0.1:8080', chance: 0.6667, reason: 'fewest requests under way: 2'}, {endpoint: '10.0.0.4:8080', chance: 0.3333, reason: '5 requests under way'}],
                   passedOver: [{endpoint: '10.0.0.2:8080', reason: 'failed 4 times in a row (connect-refused); tried again in 12 s'}]}],
                 rules: [{route: 'Ingress/shop/web-0000|%1$s|Exact|/api/admin', source: 'Ingress shop/web-0000', host: '%1$s', path: 'exact /api/admin', standing: 'path', detail: 'the path is %2$s'},
                         {route: 'Ingress/shop/beta|%1$s|Prefix|/api', source: 'Ingress shop/beta', host: '%1$s', path: 'prefix /api', standing: 'header', detail: 'x-beta is missing, 1 was expected'},
                         {route: 'Ingress/shop/web-0000|%1$s|Prefix|/api', source: 'Ingress shop/web-0000', host: '%1$s', path: 'prefix /api', standing: 'wins', detail: 'the longest prefix'},
                         {route: 'Ingress/shop/web-0000|%1$s|Prefix|/', source: 'Ingress shop/web-0000', host: '%1$s', path: 'prefix /', standing: 'behind', detail: 'its prefix is shorter'},
                         {route: 'Ingress/shop/any|*.shop.example|Prefix|/', source: 'Ingress shop/any', host: '*.shop.example', path: 'prefix /', standing: 'less-specific', detail: 'another host is more specific'}],
                 moreRules: 0}
                """, host, path);
    }

    ObjectNode happened(String id) {
        ObjectNode made = object("""
                {requestId: '%s', asked: 7, silent: [], nowNote: 'decided anew without query and headers, which are not remembered', happened: [
                 {node: 'proxy-2', at: '%s', method: 'GET', scheme: 'https', host: 'web-0000.shop.example', path: '/api/cart', pathCut: false, port: 443, outcome: 'connect-refused', status: 502,
                  route: 'Ingress/shop/web-0000|web-0000.shop.example|Prefix|/api', endpoint: '10.0.0.2:8080', attempts: 2, durationMicros: 10312, version: 'api-server#4/0/3fa9c1d20b77'}]}
                """, id, in(Duration.ofSeconds(-95)));
        made.set("now", explanation("web-0000.shop.example", "/api/cart"));
        return made;
    }

    private String in(Duration later) {
        return now.plus(later).toString();
    }

    /** JSON that may leave out quotes of names, and has single ones around texts. */
    static ObjectNode object(String text, Object... values) {
        try {
            return (ObjectNode) LENIENT.readTree(values.length == 0 ? text : String.format(Locale.ROOT, text, values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
