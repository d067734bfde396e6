package dev.sluice.cli;

import dev.sluice.ask.Printable;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.WeightedBackend;
import java.util.ArrayList;
import java.util.List;

/** A table of routes for people, each with a curl line that works. */
record RouteLines(int port) {
    private record Row(String host, String path, String goesTo, String curl) {}

    List<String> of(List<HttpRoute> routes) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("HOST", "PATH", "GOES TO", "TRY"));
        routes.forEach(route -> rows.add(row(route)));
        int host = width(rows.stream().map(Row::host).toList());
        int path = width(rows.stream().map(Row::path).toList());
        int goesTo = width(rows.stream().map(Row::goesTo).toList());
        String format = "%-" + host + "s  %-" + path + "s  %-" + goesTo + "s  %s";
        return rows.stream()
                .map(row -> format.formatted(row.host(), row.path(), row.goesTo(), row.curl()))
                .toList();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(1);
    }

    private Row row(HttpRoute route) {
        String path = route.match().path().text();
        String kind = route.match().path() instanceof PathMatch.Exact ? " (exact)" : "";
        return new Row(
                Route.hostText(route.host()),
                Printable.of(path) + kind,
                goesTo(route.action()),
                curl(route.host(), Printable.of(path)));
    }

    private static String goesTo(RouteAction action) {
        return switch (action) {
            case RouteAction.Forward(List<WeightedBackend> backends) ->
                String.join(", ", backends.stream().map(RouteLines::target).toList());
            case RouteAction.Respond(var refusal) -> refusal.status() + " " + refusal.cause();
        };
    }

    private static String target(WeightedBackend backend) {
        return switch (backend.target()) {
            case WeightedBackend.To(var upstream) -> upstream.id();
            case WeightedBackend.Refused(var refusal) -> refusal.status() + " " + refusal.cause();
        };
    }

    /** As one word of a shell: who writes an Ingress does not write what others run. */
    private static String quoted(String word) {
        boolean plain =
                word.chars().allMatch(c -> c < 0x7F && (Character.isLetterOrDigit(c) || "/:._~-".indexOf(c) >= 0));
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private String curl(HostMatch host, String path) {
        String url = " " + quoted("http://127.0.0.1:" + port + path);
        return switch (host) {
            case HostMatch.Any any -> "curl" + url;
            case HostMatch.Exact(var name) -> "curl -H 'Host: " + name + "'" + url;
            case HostMatch.OneLabel(var parent) -> "curl -H 'Host: any." + parent + "'" + url;
            case HostMatch.Suffix(var parent) -> "curl -H 'Host: any." + parent + "'" + url;
        };
    }
}
