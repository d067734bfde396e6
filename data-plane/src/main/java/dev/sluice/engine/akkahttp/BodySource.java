package dev.sluice.engine.akkahttp;

import akka.stream.Attributes;
import akka.stream.Outlet;
import akka.stream.SourceShape;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A body that the pipeline writes and Akka HTTP sends; belongs to one lane, materialised once. */
final class BodySource extends GraphStage<SourceShape<ByteString>> {
    private static final int HIGH_WATER_BYTES = 64 * 1024;

    private final Outlet<ByteString> out = Outlet.create("body");
    private final ArrayDeque<ByteString> queue = new ArrayDeque<>(4);
    private final Runnable onWritable;
    private int queued;
    private boolean ended;
    private boolean cancelled;
    private boolean full;
    private boolean woken;
    private @Nullable AsyncCallback<Integer> wake;

    /** @param onWritable told when {@link #writable} becomes true again */
    BodySource(Runnable onWritable) {
        this.onWritable = onWritable;
    }

    @Override
    public SourceShape<ByteString> shape() {
        return SourceShape.of(out);
    }

    void write(ByteString bytes) {
        if (!cancelled && !bytes.isEmpty()) {
            queue.add(bytes);
            queued += bytes.length();
            full |= queued >= HIGH_WATER_BYTES;
            wake();
        }
    }

    void end() {
        ended = true;
        wake();
    }

    boolean ended() {
        return ended;
    }

    boolean writable() {
        return !full;
    }

    private void wake() {
        if (wake != null && !woken) {
            woken = true;
            wake.invoke(0);
        }
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        Logic() {
            super(shape());
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancelled = true;
                    full = false;
                    queue.clear();
                    completeStage();
                }
            });
        }

        @Override
        public void preStart() {
            wake = createAsyncCallback(ignored -> {
                woken = false;
                advance();
            });
            advance();
        }

        private void advance() {
            if (isAvailable(out) && !queue.isEmpty()) {
                ByteString next = queue.poll();
                queued -= next.length();
                push(out, next);
                if (full && queued < HIGH_WATER_BYTES / 2) {
                    full = false;
                    onWritable.run();
                }
            }
            if (ended && queue.isEmpty()) {
                completeStage();
            }
        }
    }
}
