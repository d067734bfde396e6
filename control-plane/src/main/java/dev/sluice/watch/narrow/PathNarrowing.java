package dev.sluice.watch.narrow;

import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code http} of a rule. */
final class PathNarrowing {
    private static final Set<String> HTTP = Set.of("paths");
    private static final Set<String> PATH = Set.of("path", "pathType", "backend");
    private static final Set<String> PATH_OR_OLD = Set.of("path", "pathType", "backend", "serviceName", "servicePort");
    /** What the API server refuses in a path that is compared literally. */
    private static final List<String> REFUSED = List.of("//", "/./", "/../", "%2f", "%2F");

    private final boolean expressions;

    private PathNarrowing(boolean expressions) {
        this.expressions = expressions;
    }

    /** Where ingress-nginx's annotations make paths regular expressions, {@code /web/*} is one and no mistake. */
    static PathNarrowing forAnnotations(Map<String, String> annotations) {
        for (Map.Entry<String, String> entry : annotations.entrySet()) {
            if (entry.getKey().endsWith("/rewrite-target")
                    || (entry.getKey().endsWith("/use-regex")
                            && entry.getValue().equals("true"))) {
                return new PathNarrowing(true);
            }
        }
        return new PathNarrowing(false);
    }

    List<Path> narrow(Field http) {
        if (!http.object()) {
            return List.of();
        }
        http.allowOnly(HTTP);
        List<Field> items = http.at("paths").items();
        if (items.isEmpty() && !(http.at("paths").value() instanceof Map<?, ?>)) {
            http.at("paths").flaw("expected at least one path");
        }
        List<Path> paths = new ArrayList<>(items.size());
        for (Field item : items) {
            if (item.object()) {
                path(item).ifPresent(paths::add);
            }
        }
        return paths;
    }

    /** Empty if it cannot be said which requests are meant. */
    private Optional<Path> path(Field item) {
        Optional<PathType> type = type(item);
        Backend backend = backend(item);
        Field field = item.at("path");
        String text = field.text().orElse("");
        if (field.present() && !(field.value() instanceof String)) {
            return Optional.empty();
        }
        if (glob(text)) {
            String prefix = text.length() == 2 ? "/" : text.substring(0, text.length() - 2);
            field.flaw("a '*' is no wildcard in a path; write path: " + prefix + " with pathType: Prefix");
            return Optional.of(new Path(prefix, PathType.PREFIX, backend));
        }
        int before = item.flawsSoFar();
        check(field, text, type);
        return item.flawsSoFar() > before
                ? Optional.empty()
                : Optional.of(new Path(text, type.orElse(PathType.IMPLEMENTATION_SPECIFIC), backend));
    }

    private boolean glob(String path) {
        return !expressions && path.startsWith("/") && path.endsWith("/*");
    }

    private static Optional<PathType> type(Field item) {
        Field field = item.at("pathType");
        if (!field.present()) {
            field.flaw("pathType is required; write pathType: Prefix, Exact or ImplementationSpecific");
            return Optional.empty();
        }
        Optional<PathType> type = field.text().flatMap(PathNarrowing::named);
        if (type.isEmpty() && field.value() instanceof String) {
            field.flaw("expected Prefix, Exact or ImplementationSpecific, in exactly this spelling");
        }
        return type;
    }

    private static Optional<PathType> named(String text) {
        return switch (text) {
            case "Exact" -> Optional.of(PathType.EXACT);
            case "Prefix" -> Optional.of(PathType.PREFIX);
            case "ImplementationSpecific" -> Optional.of(PathType.IMPLEMENTATION_SPECIFIC);
            default -> Optional.empty();
        };
    }

    private static Backend backend(Field item) {
        boolean old = item.at("serviceName").present() || item.at("servicePort").present();
        item.allowOnly(old ? PATH_OR_OLD : PATH);
        return old ? BackendNarrowing.misplaced(item) : BackendNarrowing.narrow(item.at("backend"));
    }

    private static void check(Field field, String text, Optional<PathType> type) {
        boolean literal = type.isPresent() && type.get() != PathType.IMPLEMENTATION_SPECIFIC;
        if (text.isEmpty()) {
            if (literal) {
                field.flaw("a path is required with this pathType; write path: /");
            }
            return;
        }
        if (text.charAt(0) != '/') {
            field.flaw("expected a path that begins with /; write path: /" + text);
        } else if (literal) {
            checkLiteral(field, text);
        }
    }

    private static void checkLiteral(Field field, String text) {
        for (String sequence : REFUSED) {
            if (text.contains(sequence)) {
                field.flaw("a path of type Prefix or Exact must not contain " + sequence);
                return;
            }
        }
        if (text.endsWith("/..") || text.endsWith("/.")) {
            field.flaw("a path of type Prefix or Exact must not end with /. or /..");
        }
    }
}
