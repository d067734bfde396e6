package dev.sluice.ask;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the API is, and how it is asked.
 *
 * @param ca authorities to trust instead of the JDK's
 * @param timeout for one request and its answer
 */
record Access(URI base, Optional<Token> token, Optional<Path> ca, Duration timeout) {
    /** @throws AskFailure if it is not the address of a server */
    static URI base(String text) {
        try {
            URI base = new URI(text);
            String scheme = base.getScheme();
            boolean web = "http".equals(scheme) || "https".equals(scheme);
            String path = base.getRawPath();
            boolean bare = (path == null || path.isEmpty() || path.equals("/"))
                    && base.getRawQuery() == null
                    && base.getRawFragment() == null
                    && base.getRawUserInfo() == null;
            if (web && bare && base.getHost() != null) {
                return base;
            }
        } catch (URISyntaxException e) {
            // said below: what it says of the place in the text helps nobody
        }
        throw new AskFailure(
                Exit.USAGE, "--api: expected http://HOST:PORT or https://HOST:PORT, and nothing behind it");
    }
}
