package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.Resource;
import dev.sluice.state.ClusterState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes from one translation to the next; what a translation contains, the golden files show. */
class TranslatorTest {
    private static Translation translate(ClusterState state, Translation previous) {
        return Translator.translate(Settings.DEFAULT, state, previous.memory(), previous);
    }

    private static List<String> ids(Translation translation) {
        return translation.table(FleetName.DEFAULT).values().stream()
                .map(Resource::key)
                .map(Object::toString)
                .toList();
    }

    @Test
    void anIngressBecomesARouteAndItsServiceAnUpstream() {
        ClusterState state = Given.cluster(
                Given.ingressClass("sluice"),
                Given.service("shop/web", 80),
                Given.ingress("shop/front", 1, Given.rule("shop.example.com", Given.prefix("/", "web"))));
        Translation translation = translate(state, Translation.NONE);
        assertThat(ids(translation))
                .containsExactly(
                        "Upstream shop/web:80",
                        "Listener http-80",
                        "Route Ingress/shop/front|shop.example.com|Prefix|/");
        assertThat(translation.demands(FleetName.DEFAULT).values())
                .containsExactly(EndpointDemand.of("shop", "web", "http"));
        assertThat(translation.problems()).isEmpty();
    }

    @Test
    void onlyWhatChangedIsInTheChange() {
        ClusterState state = Given.cluster(
                Given.ingressClass("sluice"),
                Given.service("shop/web", 80),
                Given.ingress("shop/front", 1, Given.rule("a.example.com", Given.prefix("/", "web"))));
        Translation first = translate(state, Translation.NONE);
        ClusterState next = state.settled()
                .apply(Given.applied(
                        Given.ingress("shop/back", 2, Given.rule("b.example.com", Given.prefix("/", "web")))))
                .state();
        Translation second = translate(next, first);
        assertThat(second.change(FleetName.DEFAULT).upserts())
                .extracting(resource -> resource.key().id())
                .containsExactly("Ingress/shop/back|b.example.com|Prefix|/");
        assertThat(second.demandChanges()).isEmpty();
        Translation third = translate(
                next.settled()
                        .apply(Given.deleted(ObjectKey.of(ObjectKind.INGRESS, "shop", "back")))
                        .state(),
                second);
        assertThat(third.tables()).isEqualTo(first.tables());
    }
}
