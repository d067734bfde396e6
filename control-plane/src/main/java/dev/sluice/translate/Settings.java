package dev.sluice.translate;

import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;

/** What translation depends on besides objects. */
public record Settings(IngressSettings ingress, PublishedAddresses publish) {
    public static final Settings DEFAULT = new Settings(IngressSettings.DEFAULT, PublishedAddresses.NONE);
}
