package dev.sluice.dataplane;

import dev.sluice.address.Network;
import dev.sluice.address.Networks;
import dev.sluice.settings.Section;
import java.util.List;

/** Reads lists of networks. */
final class Trusted {
    private Trusted() {}

    static Networks read(Section section, String name) {
        List<String> texts = section.texts(name);
        for (String text : texts) {
            try {
                Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw section.invalid(name, text, "networks as 10.0.0.0/8 or 2001:db8::/32 (" + e.getMessage() + ")");
            }
        }
        if (texts.size() > Networks.MOST) {
            throw section.invalid(name, texts.size() + " networks", "at most " + Networks.MOST);
        }
        return Networks.of(texts);
    }
}
