package dev.sluice.watch.narrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedIngress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write into an Ingress, and what they are told: the field, what stands there, what to write instead. */
class IngressFlawsTest {
    private static final String PATH = "spec.rules[0].http.paths[0].";

    static Stream<Arguments> paths() {
        return Stream.of(
                arguments(
                        "the service's name as a plain text",
                        "{path: /, pathType: Prefix, backend: {service: web}}",
                        PATH + "backend.service",
                        "web",
                        "service: {name: web, port: {number: 80}}"),
                arguments(
                        "the backend as a plain text",
                        "{path: /, pathType: Prefix, backend: web}",
                        PATH + "backend",
                        "web",
                        "backend: service: {name: web, port: {number: 80}}"),
                arguments(
                        "serviceName and servicePort",
                        "{path: /, pathType: Prefix, backend: {serviceName: web, servicePort: http}}",
                        PATH + "backend.serviceName",
                        "web",
                        "service: {name: web, port: {name: http}}"),
                arguments(
                        "servicePort alone",
                        "{path: /, pathType: Prefix, backend: {servicePort: 8080}}",
                        PATH + "backend.servicePort",
                        "8080",
                        "port: {number: 8080}"),
                arguments(
                        "serviceName outside the backend",
                        "{path: /, pathType: Prefix, serviceName: web, servicePort: 80}",
                        PATH + "serviceName",
                        "web",
                        "backend: service: {name: web, port: {number: 80}}"),
                arguments(
                        "the port as a plain number",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: 80}}}",
                        PATH + "backend.service.port",
                        "80",
                        "port: {number: 80}"),
                arguments(
                        "a number in quotes",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: '80'}}}}",
                        PATH + "backend.service.port.number",
                        "80",
                        "without quotes"),
                arguments(
                        "a number as the port's name",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: 80}}}}",
                        PATH + "backend.service.port.name",
                        "80",
                        "port: {number: 80}"),
                arguments(
                        "both name and number of a port",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http, number: 80}}}}",
                        PATH + "backend.service.port",
                        "{name: http, number: 80}",
                        "either number or name"),
                arguments(
                        "neither name nor number of a port",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {}}}}",
                        PATH + "backend.service.port",
                        "{}",
                        "port: {number: 80}"),
                arguments(
                        "no port at all",
                        "{path: /, pathType: Prefix, backend: {service: {name: web}}}",
                        PATH + "backend.service.port",
                        "",
                        "port: {number: 80}"),
                arguments(
                        "a port beyond the last",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 65536}}}}",
                        PATH + "backend.service.port.number",
                        "65536",
                        "1 to 65535"),
                arguments(
                        "a service of another namespace",
                        "{path: /, pathType: Prefix, backend: {service: {name: other/web, port: {number: 80}}}}",
                        PATH + "backend.service.name",
                        "other/web",
                        "same namespace"),
                arguments(
                        "a service and a resource",
                        "{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}},"
                                + " resource: {kind: Bucket, name: b}}}",
                        PATH + "backend",
                        "{service: {name: web, port: {number: 80}}, resource: {kind: Bucket, name: b}}",
                        "not both"),
                arguments(
                        "an empty backend",
                        "{path: /, pathType: Prefix, backend: {}}",
                        PATH + "backend",
                        "{}",
                        "expected a service"),
                arguments("no backend", "{path: /, pathType: Prefix}", PATH + "backend", "", "a backend is required"),
                arguments(
                        "a star at the end of a path",
                        "{path: /web/*, pathType: Prefix, backend: GOOD}",
                        PATH + "path",
                        "/web/*",
                        "write path: /web with pathType: Prefix"),
                arguments(
                        "a star alone",
                        "{path: /*, pathType: ImplementationSpecific, backend: GOOD}",
                        PATH + "path",
                        "/*",
                        "write path: / with pathType: Prefix"),
                arguments("no path type", "{path: /, backend: GOOD}", PATH + "pathType", "", "pathType is required"),
                arguments(
                        "a path type in lower case",
                        "{path: /, pathType: prefix, backend: GOOD}",
                        PATH + "pathType",
                        "prefix",
                        "in exactly this spelling"),
                arguments(
                        "a relative path",
                        "{path: web, pathType: Prefix, backend: GOOD}",
                        PATH + "path",
                        "web",
                        "write path: /web"),
                arguments(
                        "no path where one is needed",
                        "{pathType: Exact, backend: GOOD}",
                        PATH + "path",
                        "",
                        "write path: /"),
                arguments(
                        "a path with dot segments",
                        "{path: /a/../b, pathType: Prefix, backend: GOOD}",
                        PATH + "path",
                        "/a/../b",
                        "must not contain /../"),
                arguments(
                        "a path that is a number",
                        "{path: 80, pathType: Prefix, backend: GOOD}",
                        PATH + "path",
                        "80",
                        "in quotes"),
                arguments(
                        "a misspelt field",
                        "{path: /, pathtype: Prefix, backend: GOOD}",
                        PATH + "pathtype",
                        "Prefix",
                        "write pathType"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void ofAPathIsToldWhatToWriteInstead(String what, String path, String field, String found, String expected) {
        String good = "{service: {name: web, port: {number: 80}}}";
        ObservedIngress ingress =
                Trees.ingress("rules: [{host: a.example.com, http: {paths: [" + path.replace("GOOD", good) + "]}}]");
        assertThat(ingress.flaws()).anySatisfy(flaw -> {
            assertThat(flaw.field()).isEqualTo(field);
            assertThat(flaw.found()).isEqualTo(found);
            assertThat(flaw.expected()).contains(expected);
        });
    }

    static Stream<Arguments> specs() {
        return Stream.of(
                arguments("rules as an object", "rules: {host: a}", "spec.rules", "expected a list"),
                arguments("a rule as a text", "rules: [a]", "spec.rules[0]", "expected an object"),
                arguments(
                        "paths beside http", "rules: [{host: a.b, paths: []}]", "spec.rules[0].paths", "no such field"),
                arguments(
                        "http without paths",
                        "rules: [{host: a.b, http: {}}]",
                        "spec.rules[0].http.paths",
                        "at least one"),
                arguments("a number as host", "rules: [{host: 80}]", "spec.rules[0].host", "in quotes"),
                arguments(
                        "an IP address as host",
                        "rules: [{host: 10.0.0.1}]",
                        "spec.rules[0].host",
                        "not an IP address"),
                arguments(
                        "a port in the host",
                        "rules: [{host: 'a.example.com:8080'}]",
                        "spec.rules[0].host",
                        "write host: a.example.com"),
                arguments(
                        "a URL as host",
                        "rules: [{host: 'https://a.example.com/x'}]",
                        "spec.rules[0].host",
                        "write host: a.example.com"),
                arguments("a star as host", "rules: [{host: '*'}]", "spec.rules[0].host", "leave host away"),
                arguments("a star in a label", "rules: [{host: '*a.b.c'}]", "spec.rules[0].host", "*.example.com"),
                arguments("a star in the middle", "rules: [{host: 'a.*.c'}]", "spec.rules[0].host", "*.example.com"),
                arguments("two stars", "rules: [{host: '*.*.c'}]", "spec.rules[0].host", "*.example.com"),
                arguments("no host name", "rules: [{host: 'a b'}]", "spec.rules[0].host", "expected a DNS name"),
                arguments("nothing to route", "ingressClassName: sluice", "spec", "expected rules or defaultBackend"),
                arguments(
                        "the default backend of v1beta1",
                        "backend: {serviceName: web, servicePort: 80}",
                        "spec.backend",
                        "write defaultBackend: service: {name: web, port: {number: 80}}"),
                arguments(
                        "tls as an object", "tls: {hosts: [a]}\n  rules: [{host: a.b}]", "spec.tls", "expected a list"),
                arguments(
                        "one secret for a host as text",
                        "tls: [{hosts: a.b}]\n  rules: [{host: a.b}]",
                        "spec.tls[0].hosts",
                        "expected a list"),
                arguments(
                        "a class that is no name",
                        "ingressClassName: A/b\n  rules: [{host: a.b}]",
                        "spec.ingressClassName",
                        "name of an IngressClass"),
                arguments("an unknown field", "rulez: []\n  rules: [{host: a.b}]", "spec.rulez", "write rules"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("specs")
    void ofASpecificationIsToldWhatToWriteInstead(String what, String spec, String field, String expected) {
        assertThat(Trees.ingress(spec).flaws()).anySatisfy(flaw -> {
            assertThat(flaw.field()).isEqualTo(field);
            assertThat(flaw.expected()).contains(expected);
        });
    }

    @Test
    void aRuleWhoseHostCannotBeReadIsLeftOutForWithoutItsHostItWouldServeEveryHost() {
        assertThat(Trees.ingress("rules: [{host: 80}, {host: '*'}, {host: a.b}]")
                        .rules())
                .extracting(rule -> rule.host().orElse(""))
                .containsExactly("a.b");
    }

    @Test
    void aStarIsARegularExpressionWhereAnAnnotationSaysSo() {
        ObservedIngress ingress = Trees.ingressWithAnnotations(
                "{nginx.ingress.kubernetes.io/use-regex: 'true'}",
                "rules: [{http: {paths: [{path: '/web/*', pathType: ImplementationSpecific,"
                        + " backend: {service: {name: web, port: {number: 80}}}}]}}]");
        assertThat(ingress.flaws()).isEmpty();
    }

    @Test
    void anAnnotationThatIsNoTextIsNamed() {
        ObservedIngress ingress = Trees.ingressWithAnnotations(
                "{nginx.ingress.kubernetes.io/proxy-body-size: 0}", "rules: [{host: a.b}]");
        assertThat(ingress.flaws())
                .containsExactly(new Flaw(
                        "metadata.annotations[nginx.ingress.kubernetes.io/proxy-body-size]",
                        "0",
                        "expected a text: write it in quotes"));
    }

    @Test
    void ofAHopelessObjectNotMoreThanFiftyFlawsAreTold() {
        String rules = "{host: 1},".repeat(200);
        assertThat(Trees.ingress("rules: [" + rules + "]").flaws()).hasSize(50);
    }
}
