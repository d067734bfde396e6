package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of an object that stayed as it was, when a watch, a class or its parameters did not. */
class ChangesElsewhereTest {
    private ClusterState state = Given.empty();
    private Translation last = Translation.NONE;

    private Translation after(ObjectEvent... events) {
        for (ObjectEvent event : events) {
            state = state.apply(event).state();
        }
        last = Translator.translate(Settings.DEFAULT, state, last.memory(), last);
        state = state.settled();
        return last;
    }

    private Translation given(ObservedObject... objects) {
        return after(List.of(objects).stream().map(Given::applied).toArray(ObjectEvent[]::new));
    }

    private static ObservedIngressClass parametrized(String name) {
        return Given.ingressClass(name, "sluice.dev/ingress-controller", Optional.of("fast"));
    }

    private static List<String> messages(Translation translation, String reason) {
        return translation.problems().stream()
                .filter(problem -> problem.reason().equals(reason))
                .map(Problem::message)
                .toList();
    }

    private void parametersFollow(WatchKey watch) {
        state = ClusterState.awaiting(Set.of());
        last = Translation.NONE;
        assertThat(given(parametrized("sluice")).awaited()).hasSize(1);
        assertParametersNotFound("has not been read yet");
        assertThat(after(new ObjectEvent.Synced(watch, 1)).awaited()).isEmpty();
        assertParametersNotFound("does not exist");
        assertThat(after(new ObjectEvent.Ended(watch)).awaited()).hasSize(1);
        assertParametersNotFound("has not been read yet");
        assertThat(after(new ObjectEvent.Unavailable(watch, "403 Forbidden")).awaited())
                .isEmpty();
        assertParametersNotFound("does not exist");
    }

    private void assertParametersNotFound(String why) {
        assertThat(messages(last, "ParametersNotFound"))
                .containsExactly("ConfigMap sluice/fast " + why + "; defaults are in force");
    }

    @Test
    void parametersAreKnownNotToExistWhenTheWatchOfThemOfTheirNamespaceOrOfTheirKindAnswers() {
        parametersFollow(new WatchKey(ObjectKind.CONFIG_MAP, "sluice/fast"));
        parametersFollow(new WatchKey(ObjectKind.CONFIG_MAP, "sluice"));
        parametersFollow(new WatchKey(ObjectKind.CONFIG_MAP, ""));
    }

    @Test
    void aWatchOfAnotherNamespaceTellsNothingAboutParameters() {
        state = ClusterState.awaiting(Set.of());
        given(parametrized("sluice"));
        assertThat(after(new ObjectEvent.Synced(new WatchKey(ObjectKind.CONFIG_MAP, "shop"), 1))
                        .awaited())
                .hasSize(1);
        assertParametersNotFound("has not been read yet");
    }

    @Test
    void settingsOfAClassThatChangeConflictWithThoseOfTheOlderIngressOfTheHost() {
        given(
                Given.ingressClass("sluice"),
                parametrized("edge"),
                Given.service("shop/web", 80),
                ofHost("shop/older", 1, "sluice"),
                ofHost("shop/younger", 2, "edge"));
        assertThat(messages(last, "HostSettingsConflict")).isEmpty();
        given(Given.configMap("fast", Map.of("encoded-slash", "refuse")));
        assertThat(messages(last, "HostSettingsConflict"))
                .containsExactly("host shop.example.com is read as the class of Ingress shop/older says, "
                        + "which is older or comes first by name");
        given(Given.configMap("fast", Map.of("encoded-slash", "keep")));
        assertThat(messages(last, "HostSettingsConflict")).isEmpty();
    }

    private static ObservedIngress ofHost(String path, long createdAt, String className) {
        return Given.ingress(
                path,
                createdAt,
                Optional.of(className),
                Map.of(),
                Optional.empty(),
                List.of(),
                List.of(Given.rule("shop.example.com", Given.prefix("/", "web"))));
    }
}
