package dev.sluice.identity;

import dev.sluice.settings.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where credentials are. All are PEM; all may be symbolic links that are exchanged, as in a Secret that Kubernetes mounts.
 *
 * @param certificate own certificate, then those that lead to an authority
 * @param key of the own certificate, not encrypted
 * @param authorities certificates of who may vouch for the other side
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";

    /**
     * Reads three paths, or none.
     *
     * @param authorities name of the setting that has the third
     * @throws dev.sluice.settings.InvalidSetting naming a missing one, if only some are set
     */
    public static Optional<TlsFiles> read(Section section, String authorities) {
        List<String> names = List.of(CERTIFICATE, KEY, authorities);
        List<String> missing =
                names.stream().filter(name -> section.optional(name).isEmpty()).toList();
        if (missing.size() == names.size()) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            throw section.invalid(
                    missing.get(0),
                    "''",
                    "a PEM file: " + String.join(", ", names) + " are set together or not at all");
        }
        return Optional.of(new TlsFiles(
                Path.of(section.text(CERTIFICATE)), Path.of(section.text(KEY)), Path.of(section.text(authorities))));
    }
}
