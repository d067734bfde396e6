package dev.sluice.sync;

/**
 * One replica of the control plane that can be followed.
 *
 * @param where its host is an IP address: a name with several addresses is several candidates
 * @param verified the host that its certificate must be for, where there is TLS
 */
public record Candidate(ControlPlaneAddress where, String verified, Origin origin) {
    /** How it is known. */
    public enum Origin {
        /** By the settings. */
        CONFIGURED,
        /** By a control plane that was followed. */
        TOLD
    }

    @Override
    public String toString() {
        return where.toString();
    }
}
