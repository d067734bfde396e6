package dev.sluice.policy;

import dev.sluice.http.Reason;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** How an exchange goes on after a policy has seen its request. */
public sealed interface Step {
    Step NEXT = new Next();

    /** To the next policy, and after the last one to the backend. */
    record Next() implements Step {}

    /**
     * No further: the client is answered.
     *
     * @param status 200 to 599
     */
    record Respond(Reason reason, int status) implements Step {
        public Respond {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("a final answer has a status of 200 to 599, not " + status);
            }
        }

        /** With the status that belongs to the reason. */
        public static Respond with(Reason reason) {
            return new Respond(reason, reason.status());
        }
    }

    /**
     * No further: the client is sent elsewhere.
     *
     * @param status 300 to 399
     * @param location absolute URI, one char a byte, without control characters
     */
    record Redirect(Reason reason, int status, String location) implements Step {
        public Redirect {
            if (status < 300 || status > 399) {
                throw new IllegalArgumentException("a redirect has a status of 300 to 399, not " + status);
            }
        }
    }

    /**
     * The exchange waits. What comes is carried out in its lane, whatever thread completes the stage; a failed stage is
     * answered 500. A client that goes away meanwhile ends the exchange.
     *
     * @param limit how long to wait at most
     * @param otherwise what is done if nothing has come by then
     */
    record Suspend(CompletionStage<? extends Step> resume, Duration limit, Respond otherwise) implements Step {
        public Suspend {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a wait has a limit of more than 0, not " + limit);
            }
        }
    }
}
