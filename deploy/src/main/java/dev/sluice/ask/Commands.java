package dev.sluice.ask;

import java.util.List;

/** The commands of this package by their names. */
public final class Commands {
    /** Its command needs to know all others. */
    public static final String COMPLETION = "completion";

    /** In the order in which help shows them. */
    public static final List<String> NAMES = List.of(
            "status",
            "routes",
            "explain",
            "receipts",
            "problems",
            "dataplanes",
            "history",
            "rollback",
            "freeze",
            "unfreeze",
            "drain",
            COMPLETION);

    private Commands() {}

    /** @param name one of {@link #NAMES} */
    public static Object command(String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "routes" -> new RoutesCommand();
            case "explain" -> new ExplainCommand();
            case "receipts" -> new ReceiptsCommand();
            case "problems" -> new ProblemsCommand();
            case "dataplanes" -> new DataPlanesCommand();
            case "history" -> new HistoryCommand();
            case "rollback" -> new RollbackCommand();
            case "freeze" -> new FreezeCommand();
            case "unfreeze" -> new UnfreezeCommand();
            case "drain" -> new DrainCommand();
            case COMPLETION -> new CompletionCommand();
            default -> throw new IllegalArgumentException("no such command: " + name);
        };
    }
}
