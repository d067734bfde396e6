package dev.sluice.render;

import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a rule, or any resource, says, in short lines for people. Secrets are named and never shown. */
public final class RuleText {
    private RuleText() {}

    /** What a request must have besides host and path. */
    public static List<String> conditions(HttpRoute route) {
        List<String> lines = new ArrayList<>();
        route.match().method().ifPresent(method -> lines.add("method " + method));
        route.match().headers().forEach(header -> lines.add("header " + RouteText.value(header)));
        route.match().query().forEach(query -> lines.add("query " + RouteText.value(query)));
        return lines;
    }

    /** What is done to its requests, in order. */
    public static List<String> policies(HttpRoute route) {
        return route.policies().stream().map(RouteText::policy).toList();
    }

    /** The whole of a resource, a line for each thing that it says. */
    public static List<String> lines(Resource resource) {
        List<String> lines = new ArrayList<>();
        ResourceText.byKind(List.of(resource)).values().forEach(shown -> add(lines, "", shown));
        return lines;
    }

    private static void add(List<String> lines, String name, Object shown) {
        switch (shown) {
            case Map<?, ?> map ->
                map.forEach((key, value) -> add(lines, name.isEmpty() ? "" + key : name + "." + key, value));
            case List<?> list -> list.forEach(value -> add(lines, name, value));
            default -> lines.add(name.isEmpty() ? shown.toString() : name + " " + shown);
        }
    }
}
