package dev.sluice.translate.ingress;

import dev.sluice.key.FleetName;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.RoutePolicy.Timeouts;
import dev.sluice.resource.Upstream.Balancing;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an IngressClass sets for all of its Ingresses.
 *
 * @param fleets at least one
 * @param maxBodyBytes empty for no limit
 * @param publish what status shows; none for what it shows of classes that say nothing
 */
record ClassSettings(
        SortedSet<FleetName> fleets,
        HostSettings host,
        Balancing balancing,
        OptionalLong maxBodyBytes,
        Timeouts timeouts,
        HttpsSettings https,
        PublishedAddresses publish) {
    static final ClassSettings DEFAULT = new ClassSettings(
            new TreeSet<>(Set.of(FleetName.DEFAULT)),
            HostSettings.DEFAULT,
            Balancing.ROUND_ROBIN,
            OptionalLong.empty(),
            Timeouts.DEFAULT,
            HttpsSettings.DEFAULT,
            PublishedAddresses.NONE);

    ClassSettings {
        fleets = Collections.unmodifiableSortedSet(new TreeSet<>(fleets));
    }

    ClassSettings withFleets(SortedSet<FleetName> next) {
        return new ClassSettings(next, host, balancing, maxBodyBytes, timeouts, https, publish);
    }

    ClassSettings withHost(HostSettings next) {
        return new ClassSettings(fleets, next, balancing, maxBodyBytes, timeouts, https, publish);
    }

    ClassSettings withBalancing(Balancing next) {
        return new ClassSettings(fleets, host, next, maxBodyBytes, timeouts, https, publish);
    }

    ClassSettings withMaxBodyBytes(OptionalLong next) {
        return new ClassSettings(fleets, host, balancing, next, timeouts, https, publish);
    }

    ClassSettings withTimeouts(Timeouts next) {
        return new ClassSettings(fleets, host, balancing, maxBodyBytes, next, https, publish);
    }

    ClassSettings withHttps(HttpsSettings next) {
        return new ClassSettings(fleets, host, balancing, maxBodyBytes, timeouts, next, publish);
    }

    ClassSettings withPublish(PublishedAddresses next) {
        return new ClassSettings(fleets, host, balancing, maxBodyBytes, timeouts, https, next);
    }
}
