package dev.sluice.translate;

import dev.sluice.key.ResourceKey;
import dev.sluice.translate.ingress.Origin;
import dev.sluice.translate.ingress.Setting;
import java.util.Optional;

/**
 * A setting as it is served.
 *
 * @param of the route, or the upstream, that has it
 * @param value for people and scripts: a number with its unit, or a word
 * @param origin empty where it cannot be told
 * @param note what else had a say; may be empty
 */
public record InForce(ResourceKey of, Setting setting, String value, Optional<Origin> origin, String note) {}
