package dev.sluice.compile;

/**
 * Why a resource is not in force as it was sent.
 *
 * @param reason names field, value and what was expected, for people
 * @param servingLastForm true if the last form that could be compiled is still served, false if there is none: routes
 *     then answer 503 where it can be told which requests are theirs
 */
public record Refused(String reason, boolean servingLastForm) {}
