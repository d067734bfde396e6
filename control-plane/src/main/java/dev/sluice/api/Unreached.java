package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.receipt.ReceiptStage;

/** What is answered where a data plane could not be asked: a name that nobody knows is the asker's affair. */
final class Unreached {
    private final ReceiptStage receipts;

    Unreached(ReceiptStage receipts) {
        this.receipts = receipts;
    }

    HttpResponse reply(String node, String why) {
        return receipts.dataPlanes().containsKey(node)
                ? Replies.problem(StatusCodes.BAD_GATEWAY, node + ": " + why)
                : Replies.problem(StatusCodes.NOT_FOUND, why + "; GET /api/v1/dataplanes lists those that are");
    }
}
