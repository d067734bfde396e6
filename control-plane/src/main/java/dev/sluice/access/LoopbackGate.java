package dev.sluice.access;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Lets in who is on this machine. A page from elsewhere that had its own name resolve to this machine would come from here,
 * too: its browser names that name in Host, so only this machine's names are answered. Nor is a page of another site that
 * sends its reader's browser here by this machine's own name.
 */
final class LoopbackGate implements Gate {
    private static final Pattern HERE = Pattern.compile(
            "localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1]|::1", Pattern.CASE_INSENSITIVE);

    @Override
    public CompletionStage<Verdict> ask(Caller caller, Right right) {
        return CompletableFuture.completedFuture(verdict(caller));
    }

    private static Verdict verdict(Caller caller) {
        boolean near = caller.address().map(InetAddress::isLoopbackAddress).orElse(false);
        if (!near) {
            return new Verdict.Refused("nobody is asked who he is, so only this machine is answered: expected"
                    + " api.access.by=token-file (--api-token-file) or kubernetes (--api-access kubernetes)");
        }
        if (!HERE.matcher(caller.host()).matches()) {
            return new Verdict.Refused("Host '" + caller.host() + "': expected localhost or a loopback address");
        }
        return caller.browser().refusal().orElse(new Verdict.Allowed(""));
    }
}
