package dev.sluice.compile;

import static dev.sluice.compile.Resources.decoded;
import static dev.sluice.compile.Resources.endpoints;
import static dev.sluice.compile.Resources.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An endpoint is the same one for as long as anything names it, and for a while after. */
class EndpointRegistryTest {
    private final EndpointRegistry registry = new EndpointRegistry(1);
    private final Compiler compiler = new Compiler(registry);
    private Compiled current = Compiled.EMPTY;

    private List<EndpointRuntime> publish(Resource... resources) {
        current = compiler.apply(current, decoded(resources), List.of());
        return registry.publish(current, () -> {});
    }

    private List<EndpointRuntime> remove(ResourceKey... keys) {
        current = compiler.apply(current, List.of(), List.of(keys));
        return registry.publish(current, () -> {});
    }

    private EndpointRuntime first() {
        return current.upstreams().getFirst().endpoints()[0];
    }

    @Test
    void anEndpointIsRetiredWhenNothingNamesItAnyMore() {
        publish(upstream("web"), endpoints("web", "10.0.0.1"));
        EndpointRuntime endpoint = first();
        assertThat(endpoint.retired()).isFalse();

        assertThat(publish(endpoints("web", "10.0.0.2"))).containsExactly(endpoint);
        assertThat(endpoint.retired()).isTrue();
    }

    @Test
    void anEndpointThatReturnsIsTakenBackBeforeRequestsSeeIt() {
        publish(upstream("web"), endpoints("web", "10.0.0.1"));
        EndpointRuntime endpoint = first();
        publish(endpoints("web", "10.0.0.2"));

        current = compiler.apply(current, decoded(endpoints("web", "10.0.0.1")), List.of());
        assertThat(first()).isSameAs(endpoint);
        assertThat(endpoint.retired()).isTrue();
        List<Boolean> seen = new ArrayList<>();
        registry.publish(current, () -> seen.add(endpoint.retired()));
        assertThat(seen).containsExactly(false);
    }

    @Test
    void anEndpointOfTwoUpstreamsStaysUntilBothHaveGone() {
        publish(upstream("web"), endpoints("web", "10.0.0.1"), upstream("api"), endpoints("api", "10.0.0.1"));
        EndpointRuntime endpoint = first();

        assertThat(remove(new UpstreamKey("web"))).isEmpty();
        assertThat(endpoint.retired()).isFalse();
        assertThat(remove(new UpstreamKey("api"))).containsExactly(endpoint);
    }

    @Test
    void anUnchangedEndpointIsNeverRetiredInBetween() {
        publish(upstream("web"), endpoints("web", "10.0.0.1"));

        assertThat(publish(endpoints("web", "10.0.0.1", "10.0.0.2"))).isEmpty();
        assertThat(first().retired()).isFalse();
    }

    @Test
    void endpointsThatNothingNamesAreForgottenInTheEnd() {
        publish(upstream("web"), endpoints("web", "10.0.0.1"));
        EndpointRuntime endpoint = first();
        for (int i = 0; i < 1030; i++) {
            publish(endpoints("web", "10.1." + i / 250 + "." + i % 250));
        }
        publish(endpoints("web", "10.0.0.1"));

        assertThat(first()).isNotSameAs(endpoint);
    }
}
