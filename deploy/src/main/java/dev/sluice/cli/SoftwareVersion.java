package dev.sluice.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class SoftwareVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sluice " + text()};
    }

    static String text() {
        return Objects.requireNonNullElse(Sluice.class.getPackage().getImplementationVersion(), "development");
    }
}
