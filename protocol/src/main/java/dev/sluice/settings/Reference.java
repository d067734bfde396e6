package dev.sluice.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * The defaults of Sluice's own modules: every {@code reference.conf} on the class path in which a line begins with
 * {@code sluice.}.
 */
final class Reference {
    private static final String FILE = "reference.conf";

    private Reference() {}

    static Config read() {
        Config all = ConfigFactory.empty();
        try {
            for (URL url : Collections.list(Reference.class.getClassLoader().getResources(FILE))) {
                if (ours(url)) {
                    all = ConfigFactory.parseURL(url).withFallback(all);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the defaults (" + FILE + ") cannot be read", e);
        }
        return all;
    }

    private static boolean ours(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().anyMatch(line -> line.startsWith("sluice."));
        }
    }
}
