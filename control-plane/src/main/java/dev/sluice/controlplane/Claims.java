package dev.sluice.controlplane;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import dev.sluice.claim.Claim;
import dev.sluice.claim.Claim.Ground;
import dev.sluice.claim.ClaimKeeper;
import dev.sluice.claim.ClaimPlace;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import dev.sluice.translate.ingress.ClassTranslator;
import dev.sluice.translate.ingress.IngressSettings;

/** Who says what this control plane claims, and sees who else does. */
final class Claims {
    private Claims() {}

    static ActorRef<ClaimKeeper.Command> spawn(
            ActorContext<?> context, Parts parts, ClaimPlace place, DispatcherSelector waiting) {
        ClaimKeeper.Parts needs = new ClaimKeeper.Parts(
                parts.settings().claims(),
                () -> claim(parts, place.watched()),
                parts.settings().replicaName(),
                parts.peers()::leading,
                System::nanoTime,
                context.getSystem().dispatchers().lookup(waiting),
                parts.claims(),
                parts.registry());
        parts.meters()
                .gauge(
                        "sluice.claims.rivals",
                        "Other control planes that claim the same class",
                        parts.claims()::rivals);
        return context.spawn(ClaimKeeper.create(place.target(), needs), "claims");
    }

    /** Whether the status of an Ingress of ours is written by another control plane that takes it too. */
    static boolean left(Parts parts, ObjectKey object) {
        Ground ground = parts.stages()
                .state()
                .flatMap(state -> state.ingress(object).map(ingress -> ground(ingress, state)))
                .orElse(Ground.CONTROLLER_CLASS);
        return parts.claims().leaves(ground, object.namespace());
    }

    private static Ground ground(ObservedIngress ingress, ClusterState state) {
        if (ingress.className().isPresent()) {
            return Ground.CONTROLLER_CLASS;
        }
        return ClassTranslator.legacy(ingress)
                .map(name -> state.ingressClass(ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, name))
                                .isPresent()
                        ? Ground.CONTROLLER_CLASS
                        : Ground.INGRESS_CLASS)
                .orElse(Ground.WITHOUT_CLASS);
    }

    /** It writes status when there is one to be written: that depends on settings, classes and Services. */
    private static Claim claim(Parts parts, String watched) {
        IngressSettings ingress = parts.settings().translation().ingress();
        boolean writesStatus = parts.outside().statusTarget().isPresent()
                && parts.stages()
                        .translated()
                        .map(translated -> !translated.translation().statuses().isEmpty())
                        .orElse(false);
        return new Claim(
                ingress.controllerClass(),
                ingress.ingressClassName(),
                ingress.watchIngressWithoutClass(),
                watched,
                writesStatus);
    }
}
