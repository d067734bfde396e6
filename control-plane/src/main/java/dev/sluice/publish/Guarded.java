package dev.sluice.publish;

import dev.sluice.identity.Admission;
import dev.sluice.identity.AllowedIdentity;
import dev.sluice.identity.Authorities;
import dev.sluice.wire.tls.MutualTls;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What protects the streams, and who is let in, with the files of both, as long as the server runs. */
record Guarded(Optional<MutualTls> tls, Optional<AllowedFile> file, Entrance entrance) implements AutoCloseable {
    /** @throws IllegalArgumentException naming the file that is missing or cannot be used */
    static Guarded open(DiscoverySecurity security, Meters meters) {
        AtomicReference<Entrance> made = new AtomicReference<>();
        Optional<MutualTls> tls = DiscoveryTls.open(security, meters, InstantSource.system(), () -> {
            Entrance entrance = made.get();
            if (entrance != null) { // before, nobody is in
                entrance.review();
            }
        });
        Optional<Supplier<Authorities>> authorities = tls.map(used -> used::authorities);
        Entrance entrance = new Entrance(authorities, security.admission(), meters);
        made.set(entrance);
        return new Guarded(tls, file(security, entrance, tls), entrance);
    }

    private static Optional<AllowedFile> file(DiscoverySecurity security, Entrance entrance, Optional<MutualTls> tls) {
        try {
            return security.allowedFile()
                    .map(path ->
                            AllowedFile.start(path, always(security.admission()), security.reload(), entrance::admit));
        } catch (IllegalArgumentException e) {
            tls.ifPresent(MutualTls::close);
            throw e;
        }
    }

    private static List<AllowedIdentity> always(Admission admission) {
        return switch (admission) {
            case Admission.Everybody everybody -> List.of();
            case Admission.Listed(List<AllowedIdentity> entries) -> entries;
        };
    }

    @Override
    public void close() {
        tls.ifPresent(MutualTls::close);
        file.ifPresent(AllowedFile::close);
    }
}
