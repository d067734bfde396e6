package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who changes something, and why: both are in the audit log. */
final class Authorship {
    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "The reason, for those who ask later.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String why;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            description = "Who decides. Default: whose token it is, else USER@HOST.")
    @Nullable
    private String who;

    /** @param tokenSaysWho a token names who decides, and nobody else may be named beside it */
    ObjectNode body(boolean tokenSaysWho) {
        if (why.isBlank()) {
            throw new AskFailure(Exit.USAGE, "--why: expected a reason");
        }
        ObjectNode body = Answers.MAPPER.createObjectNode().put("why", why);
        if (who != null) {
            return body.put("who", who);
        }
        return tokenSaysWho ? body : body.put("who", System.getProperty("user.name") + "@" + host());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
