package dev.sluice.api;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the status API listens.
 *
 * @param port 0 chooses a free one
 * @param allowWrites whether decisions are taken from elsewhere than this machine
 */
public record ApiSettings(String host, int port, boolean allowWrites) {
    /** Whether anything may be decided through it. */
    boolean writable() {
        return allowWrites || loopback();
    }

    private boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it could not be bound either
        }
    }
}
