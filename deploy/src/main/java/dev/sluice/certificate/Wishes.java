package dev.sluice.certificate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What there should be.
 *
 * @param authority where the authority's key is kept; nobody but this command needs to read it
 * @param holders for whom certificates are issued
 * @param stateKeys where a random key of the last good states on disk is put, once
 * @param life of certificates
 * @param renewBefore their end they are made anew
 * @param authorityLife of the authority, which is exchanged by itself when it lives less than twice {@code life}
 * @param exchange whether the authority is to be exchanged now
 */
public record Wishes(
        SecretName authority,
        Map<SecretName, Subject> holders,
        List<SecretName> stateKeys,
        Duration life,
        Duration renewBefore,
        Duration authorityLife,
        boolean exchange) {
    public Wishes {
        holders = Map.copyOf(holders);
        stateKeys = List.copyOf(stateKeys);
    }
}
