package dev.sluice.api;

import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data plane says that it would do with a request.
 *
 * @param node of the data plane that says so
 * @param version that it serves
 * @param outcome a reason of the closed set, or forward
 * @param status what would be answered; null if forwarded
 * @param route that wins; null if none does
 * @param source the object that the route was made from; null if none wins
 * @param field of that object in which it is written; null if that cannot be told
 * @param policies of that route, in the order in which they run
 * @param steps the same with what each does to the request; none of a data plane older than them
 * @param settings what is in force, and where it was written
 * @param settingsNote why the sources of some cannot be told; null if all are
 * @param rules that might be for the request, in the order in which they are tried
 * @param moreRules that are not among them
 */
record ExplainView(
        String node,
        String version,
        String outcome,
        @Nullable Integer status,
        @Nullable String route,
        @Nullable String source,
        @Nullable String field,
        List<String> policies,
        List<StepView> steps,
        List<ProvenanceView.SettingView> settings,
        @Nullable String settingsNote,
        List<ShareView> shares,
        List<RuleView> rules,
        int moreRules) {

    /**
     * @param outcome passes, answers, redirects, waits, keeps (a limit while the request is under way) or not-reached
     * @param status of an answer or redirect
     */
    record StepView(String policy, String outcome, @Nullable Integer status, String detail) {}

    /** @param picks those of {@code endpoints} with their chances; none of a data plane older than them */
    record ShareView(
            int weight,
            @Nullable String upstream,
            String outcome,
            @Nullable Integer status,
            List<String> endpoints,
            List<PickView> picks,
            List<PassedOverView> passedOver) {}

    /** @param chance that the next request of the share gets it, 0 to 1 */
    record PickView(String endpoint, double chance, String reason) {}

    record PassedOverView(String endpoint, String reason) {}

    /** @param standing wins, behind, less-specific, path, method, header or query */
    record RuleView(String route, String source, String host, String path, String standing, String detail) {}

    static ExplainView of(String node, Explained explained, ProvenanceView provenance) {
        return new ExplainView(
                node,
                version(explained.getVersion()),
                explained.getOutcome(),
                status(explained.getStatus()),
                text(explained.getRoute()),
                text(explained.getSource()),
                provenance.field(),
                List.copyOf(explained.getPoliciesList()),
                explained.getStepsList().stream().map(ExplainView::view).toList(),
                provenance.settings(),
                provenance.note(),
                explained.getSharesList().stream().map(ExplainView::view).toList(),
                explained.getRulesList().stream().map(ExplainView::view).toList(),
                explained.getMoreRules());
    }

    static String version(Version version) {
        try {
            return WireCodec.fromWire(version).toString();
        } catch (UndecodableException e) {
            return "one that cannot be read: " + e.getMessage();
        }
    }

    private static StepView view(Explained.Step step) {
        return new StepView(step.getPolicy(), step.getOutcome(), status(step.getStatus()), step.getDetail());
    }

    private static ShareView view(Explained.Share share) {
        return new ShareView(
                share.getWeight(),
                text(share.getUpstream()),
                share.getOutcome(),
                status(share.getStatus()),
                List.copyOf(share.getEndpointsList()),
                share.getPicksList().stream()
                        .map(pick -> new PickView(pick.getEndpoint(), rounded(pick.getChance()), pick.getReason()))
                        .toList(),
                share.getPassedOverList().stream()
                        .map(passed -> new PassedOverView(passed.getEndpoint(), passed.getReason()))
                        .toList());
    }

    /** To four digits: more would say more than is known. */
    private static double rounded(double chance) {
        return Math.round(chance * 10_000) / 10_000.0;
    }

    private static RuleView view(Explained.Rule rule) {
        return new RuleView(
                rule.getRoute(),
                rule.getSource(),
                rule.getHost(),
                rule.getPath(),
                rule.getStanding(),
                rule.getDetail());
    }

    static @Nullable Integer status(int status) {
        return status == 0 ? null : status;
    }

    static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
