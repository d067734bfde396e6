package dev.sluice.sync;

import dev.sluice.wire.v1.Update;
import java.util.Optional;

/** One stream to one replica, and what has been gathered from it. */
record Link(ControlPlaneStream stream, UpdateReceiver receiver) {
    Candidate candidate() {
        return stream.candidate();
    }

    /** Takes one part; what the transaction was, if this was its last, after it has been answered. */
    Optional<UpdateReceiver.Kind> take(Update part) {
        return receiver.receive(part).map(answer -> {
            stream.send(answer.message());
            return answer.kind();
        });
    }
}
