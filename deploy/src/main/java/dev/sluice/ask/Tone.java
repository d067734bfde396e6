package dev.sluice.ask;

/** What a text means, as far as colour can say it; never by colour alone. */
enum Tone {
    USUAL("0"),
    HEAD("1"),
    FAINT("2"),
    GOOD("32"),
    BAD("31"),
    DOUBTFUL("33");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** Of ECMA-48, Select Graphic Rendition. */
    String code() {
        return code;
    }
}
