package dev.sluice.ask;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API and its parameters.
 *
 * @param parameters as {@code name=value}, encoded
 */
record Ask(String path, List<String> parameters) {
    private static final String ROOT = "/api/v1/";

    /** @param segments of the path below {@code /api/v1/}, as they are */
    static Ask of(String... segments) {
        return new Ask(
                ROOT
                        + String.join(
                                "/",
                                List.of(segments).stream().map(Ask::encoded).toList()),
                List.of());
    }

    /** Nothing is added for null. */
    Ask with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<String> more = new ArrayList<>(parameters);
        more.add(name + "=" + encoded(value.toString()));
        return new Ask(path, List.copyOf(more));
    }

    URI at(URI base) {
        return base.resolve(parameters.isEmpty() ? path : path + "?" + String.join("&", parameters));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
