package dev.sluice.receipt;

import dev.sluice.receipt.book.Answer;
import dev.sluice.receipt.book.Answer.Missing;
import java.time.Duration;
import java.util.List;

/** Something about a change of an Ingress that its owner may want to be told. */
public sealed interface News {
    Answer answer();

    /** It is live on every data plane of its fleets. */
    record Live(Answer answer, Duration took) implements News {}

    /** Data planes refuse a resource made from it: one for each different reason. */
    record Refused(Answer answer, List<Missing> by) implements News {
        public Refused {
            by = List.copyOf(by);
        }
    }

    /** It has not become live everywhere for too long. */
    record Late(Answer answer, Duration since) implements News {}
}
