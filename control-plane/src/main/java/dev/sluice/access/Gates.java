package dev.sluice.access;

import java.util.function.Function;

/** Makes the gate that is asked for. */
public final class Gates {
    private Gates() {}

    /**
     * @param reviews makes the gate that asks an API server
     * @throws IllegalArgumentException if a token file cannot be used
     */
    public static Gate of(AccessSettings settings, Function<AccessSettings.Reviewed, Gate> reviews) {
        return switch (settings) {
            case AccessSettings.Loopback loopback -> new LoopbackGate();
            case AccessSettings.Anyone anyone -> new AnyoneGate();
            case AccessSettings.TokenFile(var file, var look) -> TokenGate.start(file, look);
            case AccessSettings.Reviewed reviewed -> reviews.apply(reviewed);
        };
    }
}
