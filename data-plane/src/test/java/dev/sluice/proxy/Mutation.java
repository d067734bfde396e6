package dev.sluice.proxy;

import java.util.List;
import java.util.Random;

/** Spoils sound bytes where parsers differ: what is inserted, doubled or cut is mostly what frames a message. */
final class Mutation {
    private static final List<String> TOKENS = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            "\u0000",
            "\u000b",
            "\u0085",
            ":",
            ",",
            ";",
            "0x",
            "+",
            "-",
            "0",
            "f",
            "ffffffffffffffff",
            "chunked",
            "Content-Length: 5\r\n",
            "content-length:0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding:\u000bchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Host: b.example\r\n",
            "Connection: Content-Length, Transfer-Encoding\r\n",
            "Connection: Upgrade\r\nUpgrade: websocket\r\n",
            "Expect: 100-continue\r\n",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "GET /hidden HTTP/1.1\r\nHost: a.example\r\n\r\n",
            " HTTP/1.0\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private Mutation() {}

    /** One to four changes of {@code sound}, the same for the same seed. */
    static String of(String sound, long seed) {
        Random random = new Random(seed);
        StringBuilder bytes = new StringBuilder(sound);
        for (int i = random.nextInt(4); i >= 0; i--) {
            change(bytes, random);
        }
        return bytes.toString();
    }

    private static void change(StringBuilder bytes, Random random) {
        int at = random.nextInt(bytes.length() + 1);
        int end = Math.min(bytes.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0 -> bytes.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 1 -> bytes.replace(at, end, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> bytes.delete(at, end);
            case 3 -> bytes.insert(at, bytes.substring(at, end));
            default -> bytes.replace(at, Math.min(bytes.length(), at + 1), "" + (char) random.nextInt(256));
        }
    }

    /** The bytes in one to four pieces. */
    static List<String> cut(String bytes, long seed) {
        int[] places = new Random(seed).ints(3, 0, bytes.length() + 1).sorted().toArray();
        return List.of(
                bytes.substring(0, places[0]),
                bytes.substring(places[0], places[1]),
                bytes.substring(places[1], places[2]),
                bytes.substring(places[2]));
    }
}
