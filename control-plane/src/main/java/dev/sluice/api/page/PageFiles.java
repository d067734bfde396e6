package dev.sluice.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The page's files, read from the class path and compressed once. Immutable. */
public final class PageFiles {
    /** What the page is made of; a class path cannot be listed, so a test holds this against the folder. */
    static final List<String> NAMES = List.of(
            "asked.js",
            "base.css",
            "client.js",
            "dialog.js",
            "difference.js",
            "dom.js",
            "eventstream.js",
            "fold.js",
            "format.js",
            "frame.css",
            "icon.svg",
            "index.html",
            "live.js",
            "longlist.js",
            "main.js",
            "part.css",
            "part.js",
            "place.js",
            "store.js",
            "theme.js",
            "view.css",
            "view/certificates.js",
            "view/changes.js",
            "view/explain.js",
            "view/explanation.js",
            "view/fleet.js",
            "view/history.js",
            "view/overview.js",
            "view/problems.js",
            "view/routes.js",
            "view/story.js",
            "window.js");

    /**
     * What is sent with each file. Scripts and styles only from here, and nothing from anywhere else; text that becomes markup is
     * refused by the browser, too (Trusted Types). A page that is kept is asked about each time (304), because its files are of
     * one version together.
     */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "Cache-Control",
            "no-cache",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY");

    private static final String FOLDER = "/page/";

    private final Map<String, PageFile> files;

    private PageFiles(Map<String, PageFile> files) {
        this.files = files;
    }

    /** Reads all; takes some milliseconds. */
    public static PageFiles load() {
        Map<String, PageFile> files = new TreeMap<>();
        NAMES.forEach(name -> files.put(name, PageFile.of(name, read(name))));
        return new PageFiles(files);
    }

    /** The file at a path of the server: the page itself at {@code /}, all else below {@code /page/}. */
    public Optional<PageFile> at(String path) {
        if (path.equals("/")) {
            return Optional.ofNullable(files.get("index.html"));
        }
        return path.startsWith(FOLDER)
                ? Optional.ofNullable(files.get(path.substring(FOLDER.length())))
                : Optional.empty();
    }

    private static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(PageFiles.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name, e);
        }
    }
}
