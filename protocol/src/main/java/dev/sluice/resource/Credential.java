package dev.sluice.resource;

import dev.sluice.key.ResourceKey.CredentialKey;

/** What users prove themselves with: the content of an htpasswd file, never printed. */
public record Credential(CredentialKey key, SecretBytes htpasswd) implements Resource {}
