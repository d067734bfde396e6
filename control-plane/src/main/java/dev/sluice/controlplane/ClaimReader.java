package dev.sluice.controlplane;

import dev.sluice.claim.ClaimId;
import dev.sluice.claim.ClaimSettings;
import dev.sluice.cluster.ClusterSettings.Finding;
import dev.sluice.settings.Section;
import java.time.Duration;
import java.util.Optional;

/** Reads how a control plane says what it claims. */
final class ClaimReader {
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX_NAME = 200;
    private static final String ONLY = "sluice";

    private ClaimReader() {}

    /** @param finding how its replicas find each other: those that do by one Service are one control plane */
    static ClaimSettings read(Section section, Finding finding) {
        Optional<Finding.Service> service =
                finding instanceof Finding.Service found ? Optional.of(found) : Optional.empty();
        Duration look = section.duration("look", TENTH, MINUTE);
        return new ClaimSettings(
                new ClaimId(
                        section.optional("namespace")
                                .or(() -> service.map(Finding.Service::namespace))
                                .orElseGet(RolloutReader::ofPod),
                        name(section, service.map(Finding.Service::name).orElse(ONLY))),
                look,
                section.duration("ttl", look.multipliedBy(2), HOUR),
                section.duration("timeout", TENTH, MINUTE));
    }

    /** Ends the name of an object: RFC 1123. */
    private static String name(Section section, String otherwise) {
        String name = section.optional("name").orElse(otherwise);
        boolean named = name.length() <= MAX_NAME
                && name.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                && !name.endsWith("-");
        if (!named) {
            throw section.invalid(
                    "name", name, "a name of lower case letters, digits and '-', at most " + MAX_NAME + " long");
        }
        return name;
    }
}
