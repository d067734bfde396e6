package dev.sluice.controlplane;

import akka.actor.typed.ActorRef;
import dev.sluice.receipt.News;
import dev.sluice.receipt.NewsText;
import dev.sluice.receipt.ReceiptKeeper;
import dev.sluice.receipt.book.Answer;
import dev.sluice.status.EventNote;
import dev.sluice.status.EventNote.Severity;
import dev.sluice.status.EventWriter;
import dev.sluice.status.LiveMark;
import dev.sluice.status.MarkWriter;

/** News of receipts become Events, and what asks for it is annotated. */
record ReceiptOutlet(ActorRef<EventWriter.Command> events, ActorRef<MarkWriter.Command> marks)
        implements ReceiptKeeper.Outlet {
    @Override
    public void tell(News news) {
        Answer answer = news.answer();
        Severity severity = news instanceof News.Live ? Severity.NORMAL : Severity.WARNING;
        events.tell(new EventWriter.Tell(new EventNote(
                answer.object(),
                answer.uid(),
                answer.resourceVersion(),
                severity,
                NewsText.reason(news),
                NewsText.message(news))));
    }

    @Override
    public void mark(Answer live) {
        marks.tell(new MarkWriter.Mark(
                new LiveMark(live.object(), live.uid(), live.generation(), live.resourceVersion())));
    }
}
