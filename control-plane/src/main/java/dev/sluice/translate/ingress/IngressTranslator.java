package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Refusal.Cause;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One Ingress in, its fragment out. Depends on the Ingress, its class and the Services it names, never on other Ingresses.
 *
 * <p>An invalid Ingress keeps its last valid specification, with references followed anew; ownership is by what the object
 * says now. Without a remembered specification its own rules answer 503.
 */
public final class IngressTranslator {
    /** Where Ingresses are served without TLS. */
    public static final ListenerKey HTTP = new ListenerKey("http-80");
    /** Where they are served within TLS. */
    public static final ListenerKey HTTPS = new ListenerKey("https-443");
    /** Where routes of Ingresses are in force. */
    static final List<ListenerKey> LISTENERS = List.of(HTTP, HTTPS);
    /** Where TLS is passed through. */
    public static final ListenerKey PASSTHROUGH = new ListenerKey("tls-443");

    private IngressTranslator() {}

    /**
     * What the Ingress contributes.
     *
     * @param remembered the last valid specification of the same object
     */
    public static Fragment fragment(
            Surroundings around, ObservedIngress observed, Optional<ObservedIngress> remembered) {
        Set<ObjectKey> named =
                Ownership.namedClass(around.settings(), observed).map(Set::of).orElse(Set.of());
        return switch (Ownership.of(around.settings(), observed, around.classes())) {
            case Ownership.Ours(ClassSettings classSettings) ->
                ours(around, classSettings, observed, remembered).dependingOn(named);
            case Ownership.Foreign foreign -> Fragment.NOTHING.dependingOn(named);
            case Ownership.Orphan(ObjectKey missing) ->
                notServed(observed, Severity.WARNING, "ClassNotFound", missing + " does not exist: not served")
                        .dependingOn(named);
            case Ownership.Unclassed unclassed ->
                notServed(observed, Severity.INFO, "NoClass", "no class is named: not served");
        };
    }

    /** Nobody's: what is wrong with it is worth saying, because nobody else will. */
    private static Fragment notServed(ObservedIngress observed, Severity severity, String reason, String message) {
        List<Problem> problems = new ArrayList<>(flaws(observed, Severity.WARNING));
        problems.add(new Problem(severity, observed.key().toString(), "spec.ingressClassName", reason, message));
        return Fragment.said(problems);
    }

    private static Fragment ours(
            Surroundings around,
            ClassSettings classSettings,
            ObservedIngress observed,
            Optional<ObservedIngress> remembered) {
        ObservedIngress effective = observed.valid() ? observed : remembered.orElse(observed);
        Annotations asked = Annotations.read(
                observed.key(),
                annotations(observed, effective),
                around.settings().annotationsPrefix(),
                classSettings);
        TlsDraft tls = new TlsDraft(around, effective, observed.meta(), asked.tls());
        IngressDraft draft = new IngressDraft(
                around, classSettings, effective, observed.meta(), asked, tls, refusal(effective, asked, tls));
        draft.add(flaws(observed, Severity.ERROR));
        draft.add(asked.problems());
        if (!asked.canary()) {
            draft.claimAll();
        }
        return draft.fragment();
    }

    /** Those of the specification in force; a protection that the object asks for now is not put off until it is valid. */
    static SortedMap<String, String> annotations(ObservedIngress observed, ObservedIngress effective) {
        if (observed == effective) {
            return observed.meta().annotations();
        }
        SortedMap<String, String> both = new TreeMap<>(effective.meta().annotations());
        observed.meta().annotations().forEach((key, value) -> {
            if (Protection.asks(key.substring(key.indexOf('/') + 1), value)) {
                both.put(key, value);
            }
        });
        return both;
    }

    private static Optional<Refusal> refusal(ObservedIngress effective, Annotations asked, TlsDraft tls) {
        if (!effective.valid()) {
            return Optional.of(Refusal.unavailable(Cause.INVALID_OBJECT));
        }
        return asked.unsupportedProtection()
                ? Optional.of(Refusal.unavailable(Cause.UNSUPPORTED_PROTECTION))
                : tls.refusal();
    }

    private static List<Problem> flaws(ObservedIngress observed, Severity severity) {
        return observed.flaws().stream()
                .map(flaw -> flaw.problem(severity, observed.key()))
                .toList();
    }
}
