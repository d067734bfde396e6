/**
 * Who a process is towards the other plane and whom it trusts: certificates, keys and authorities from PEM files that are
 * read again when they change, the name in a peer's certificate, and what that name is allowed.
 * Depends on {@code key}, {@code resource}, {@code settings} and the JDK; knows no gRPC, no logger and no plane.
 * Begin with {@link dev.sluice.identity.CredentialFiles}, then {@link dev.sluice.identity.AllowedIdentity}.
 */
@NullMarked
package dev.sluice.identity;

import org.jspecify.annotations.NullMarked;
