package dev.sluice.http;

/**
 * A certificate in the words in which backends are told of it.
 *
 * @param subject distinguished name (RFC 2253)
 * @param issuer distinguished name (RFC 2253)
 * @param commonName of the subject; empty if it has none
 * @param urlPem PEM, escaped so that it may stand in a URL
 */
public record ShownCertificate(String subject, String issuer, String commonName, String urlPem) {}
