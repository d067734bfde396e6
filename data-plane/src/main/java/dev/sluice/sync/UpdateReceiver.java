package dev.sluice.sync;

import dev.sluice.compile.Refused;
import dev.sluice.key.ResourceKey;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Nack;
import dev.sluice.wire.v1.Update;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the parts of one stream and answers each whole transaction. One for each stream; lives in the sync thread. */
final class UpdateReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateReceiver.class);

    /** What a transaction was, for whoever follows. */
    enum Kind {
        /** What is served is now what the control plane has. */
        CURRENT,
        /** The control plane has something older. */
        OLDER,
        /** It could not be used. */
        UNUSABLE
    }

    /** The answer to a transaction. */
    record Answer(Kind kind, FromDataPlane message) {}

    private final StateKeeper keeper;
    private final UpdateAssembler assembler;
    private final SyncMeters meters;

    UpdateReceiver(StateKeeper keeper, UpdateAssembler.Bounds bounds, SyncMeters meters) {
        this.keeper = keeper;
        this.assembler = new UpdateAssembler(bounds);
        this.meters = meters;
    }

    /** Empty while parts are missing. */
    Optional<Answer> receive(Update part) {
        try {
            return assembler.add(part).map(update -> answer(update, part));
        } catch (UndecodableException e) {
            return Optional.of(nack(Nack.Cause.CAUSE_UNDECODABLE, String.valueOf(e.getMessage()), part));
        }
    }

    private Answer answer(AssembledUpdate update, Update part) {
        try {
            return switch (keeper.offer(update)) {
                case HeldState.Applied applied -> ack("applied");
                case HeldState.Same same -> ack("same");
                case HeldState.Older older -> older(update);
                case HeldState.WrongBase(String detail) -> nack(Nack.Cause.CAUSE_WRONG_BASE, detail, part);
                case HeldState.DigestMismatch(String detail) -> nack(Nack.Cause.CAUSE_DIGEST_MISMATCH, detail, part);
            };
        } catch (RuntimeException e) { // a defect of ours must not end the stream: what is held is served on
            LOG.error("The update to {} could not be applied", update.to(), e);
            return nack(Nack.Cause.CAUSE_UNDECODABLE, "it could not be applied: " + e, part);
        }
    }

    private Answer ack(String outcome) {
        meters.acked(outcome);
        HeldState held = keeper.held();
        Map<ResourceKey, Refused> refused = held.compiled().refused();
        LOG.debug("Serving {} ({}), {} resources refused", held, outcome, refused.size());
        return new Answer(Kind.CURRENT, Answers.ack(held.version(), refused));
    }

    private Answer older(AssembledUpdate update) {
        meters.acked("older");
        HeldState held = keeper.held();
        LOG.info("The control plane offers {}, which is older than {}", update.to(), held.version());
        return new Answer(
                Kind.OLDER, Answers.older(held.version(), held.compiled().refused()));
    }

    private Answer nack(Nack.Cause cause, String detail, Update part) {
        String label = cause.name()
                .substring("CAUSE_".length())
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');
        meters.nacked(label);
        LOG.warn("An update cannot be used ({}): {}; what is held is served on", label, detail);
        return new Answer(Kind.UNUSABLE, Answers.nack(cause, detail, part.getTo()));
    }
}
