package dev.sluice.publish;

import dev.sluice.identity.Admission;
import dev.sluice.identity.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the stream to data planes is protected, and who may follow it.
 *
 * @param files own certificate and who may vouch for data planes; empty for plain text
 * @param admission by the settings themselves
 * @param allowedFile with more who may follow; looked at again, as the others are
 * @param reload between two looks at the files
 */
public record DiscoverySecurity(
        Optional<TlsFiles> files, Admission admission, Optional<Path> allowedFile, Duration reload) {}
