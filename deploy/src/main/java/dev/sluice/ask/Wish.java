package dev.sluice.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A wish for a decision about a fleet: who has it, why, and what is to be done. */
final class Wish {
    @Mixin
    private final Asking asking = new Asking();

    @Mixin
    private final Authorship authorship = new Authorship();

    @Option(names = "--fleet", paramLabel = "NAME", description = "Default: default.")
    @Nullable
    private String fleet;

    /** Has an action that needs nothing more decided. @return how the command ends */
    int decide(String action) {
        return decide(action, body -> {});
    }

    /** @param details puts in what the action needs beside the fleet */
    int decide(String action, Consumer<ObjectNode> details) {
        ObjectNode body = authorship.body(asking.withToken()).put("action", action);
        if (fleet != null) {
            body.put("fleet", fleet);
        }
        details.accept(body);
        return asking.change(Ask.of("decision"), body, RolloutSheets::decision);
    }
}
