package dev.sluice.forward;

import dev.sluice.forward.Explanation.PolicyStep;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.policy.Policy;
import dev.sluice.policy.Step;
import dev.sluice.resource.RoutePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies of a rule, run over a request that nobody has sent. They are the very ones that serve, and none of them keeps
 * anything of a request head. One that would ask somebody else is not let to: it is passed over. Lives for one question.
 */
final class Rehearsal {
    private final RequestHead head;
    private final List<PolicyStep> steps = new ArrayList<>();
    private Optional<Answer> answer = Optional.empty();

    /** With which a policy ends the request. */
    record Answer(Reason reason, int status) {}

    Rehearsal(RequestHead head) {
        this.head = head;
    }

    /**
     * Runs them, up to the first that answers.
     *
     * @param compiled those of {@code configured} that are steps of their own, in the same order
     */
    void run(List<RoutePolicy> configured, Policy[] compiled) {
        int next = 0;
        for (RoutePolicy policy : configured) {
            if (answer.isPresent()) {
                steps.add(new PolicyStep(policy, PolicyStep.Outcome.NOT_REACHED, 0, ""));
            } else if (Policy.compile(List.of(policy)).length == 0) {
                steps.add(new PolicyStep(policy, PolicyStep.Outcome.KEEPS, 0, "at every wait for the backend"));
            } else {
                steps.add(run(policy, compiled[next++]));
            }
        }
    }

    /** Runs those of a share. */
    void run(Policy[] compiled) {
        for (Policy policy : compiled) {
            if (answer.isEmpty()) {
                ask(policy);
            }
        }
    }

    private PolicyStep run(RoutePolicy configured, Policy policy) {
        return switch (ask(policy)) {
            case Step.Next next -> new PolicyStep(configured, PolicyStep.Outcome.PASSES, 0, policy.later());
            case Step.Suspend suspend ->
                new PolicyStep(configured, PolicyStep.Outcome.WAITS, 0, "it asks elsewhere, which is not done here");
            case Step.Respond(Reason reason, int status) ->
                new PolicyStep(configured, PolicyStep.Outcome.ANSWERS, status, reason.text());
            case Step.Redirect(Reason reason, int status, String location) ->
                new PolicyStep(configured, PolicyStep.Outcome.REDIRECTS, status, location);
        };
    }

    private Step ask(Policy policy) {
        Step step = policy.onRequest(head);
        answer = switch (step) {
            case Step.Respond(Reason reason, int status) -> Optional.of(new Answer(reason, status));
            case Step.Redirect(Reason reason, int status, String location) -> Optional.of(new Answer(reason, status));
            case Step.Next next -> Optional.empty();
            case Step.Suspend suspend -> Optional.empty();
        };
        return step;
    }

    Optional<Answer> answer() {
        return answer;
    }

    List<PolicyStep> steps() {
        return steps;
    }
}
