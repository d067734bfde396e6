package dev.sluice.rollout;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.publish.Sample;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Resource;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Releases.Sequel;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A small cluster that changes, what is made of it, and what is decided about it. */
final class Story {
    static final FleetName FLEET = FleetName.DEFAULT;
    static final Epoch EPOCH = new Epoch("test", 1);

    ClusterState state = ClusterState.awaiting(Set.of());
    Translation translation = Translation.NONE;
    Releases releases;
    private long number;

    Story(ReleaseHistory.Bounds bounds) {
        releases = Releases.none(bounds);
        see(Sample.applied(Sample.ingressClass(), ++number));
    }

    /** An Ingress that forwards to a Service; translated, not yet released. */
    Story ingress(String name, String service) {
        see(Sample.applied(Sample.service(service), ++number));
        see(Sample.applied(Sample.ingress(name, name + ".example", service), ++number));
        return this;
    }

    Story without(String name) {
        see(Sample.deleted(Sample.ingress(name, name + ".example", "any"), ++number));
        return this;
    }

    Releases.Next release() {
        return release(Sequel.NEXT);
    }

    Releases.Next release(Sequel sequel) {
        translation = Translator.translate(Settings.DEFAULT, state, translation.memory(), translation);
        Releases.Facts facts = new Releases.Facts(
                state.freshness(), Instant.ofEpochSecond(number), object -> Optional.of(String.valueOf(number)));
        state = state.settled();
        return take(releases.translated(translation, facts, sequel));
    }

    /** The translation, with a certificate beside what is made of the objects. */
    Releases.Next releaseWith(Certificate certificate) {
        Translation made = Translator.translate(Settings.DEFAULT, state, translation.memory(), translation);
        List<Resource> upserts = new ArrayList<>(made.change(FLEET).upserts());
        upserts.add(certificate);
        TableChange change = new TableChange(upserts, made.change(FLEET).removes());
        TableChange alone = new TableChange(List.of(certificate), List.of());
        translation = new Translation(
                made.tables().plus(FLEET, made.table(FLEET).apply(alone)),
                new TreeMap<>(Map.of(FLEET, change)),
                made.demands(),
                made.demandChanges(),
                made.statuses(),
                made.unwritten(),
                made.problems(),
                made.references(),
                made.awaited(),
                made.memory(),
                made.kept(),
                made.memo());
        return take(releases.translated(
                translation,
                new Releases.Facts(state.freshness(), Instant.EPOCH, object -> Optional.of("1")),
                Sequel.NEXT));
    }

    Releases.Next decide(Decision decision) {
        return take(releases.decided(decision));
    }

    Releases.Next hold(Release release) {
        return decide(releases.decision().on(FLEET, new Course.Hold(chosen(release), Cause.NONE)));
    }

    Releases.Next follow() {
        return decide(releases.decision().following(FLEET, Cause.NONE));
    }

    Releases.Next stage(Release stable, Optional<Release> candidate, String first) {
        return decide(releases.decision()
                .on(FLEET, new Course.Staged(chosen(stable), candidate.map(Story::chosen), first, Cause.NONE)));
    }

    Releases.Next take(Releases.Next next) {
        releases = next.releases();
        return next;
    }

    static Chosen chosen(Release release) {
        return new Chosen(release.id(), EPOCH, release.consumed());
    }

    FleetReleases fleet() {
        return releases.fleet(FLEET).orElseThrow();
    }

    Release newest() {
        return fleet().newest();
    }

    Optional<Given> given(Track.Turn turn) {
        return Optional.ofNullable(releases.given().get(new Track(FLEET, turn)));
    }

    private void see(ObjectEvent event) {
        state = state.apply(event).state();
    }
}
