package dev.sluice.receipt;

import dev.sluice.receipt.book.Receipts;

/** What the {@link ReceiptKeeper} last knew: written by it alone, read by anyone. */
public final class ReceiptStage {
    private volatile Receipts now = Receipts.NONE;

    public Receipts now() {
        return now;
    }

    void now(Receipts receipts) {
        now = receipts;
    }
}
