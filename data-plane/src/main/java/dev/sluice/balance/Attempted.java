package dev.sluice.balance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The endpoints that one request has been tried on. Reused from request to request; confined to one lane. */
public final class Attempted {
    private @Nullable EndpointRuntime[] endpoints = new EndpointRuntime[4];
    private int size;

    /** Forgets all, for the next request. */
    public void clear() {
        Arrays.fill(endpoints, 0, size, null);
        size = 0;
    }

    public void add(EndpointRuntime endpoint) {
        if (size == endpoints.length) {
            endpoints = Arrays.copyOf(endpoints, size * 2);
        }
        endpoints[size++] = endpoint;
    }

    public boolean has(EndpointRuntime endpoint) {
        for (int i = 0; i < size; i++) {
            if (endpoints[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    /** How many attempts there were. */
    public int size() {
        return size;
    }
}
