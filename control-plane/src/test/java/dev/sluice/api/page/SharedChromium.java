package dev.sluice.api.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Chromium for all classes of a run, because starting it takes seconds. Windows share nothing, and those that a class has left
 * open are closed behind it.
 */
public final class SharedChromium implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Chromium chromium;

    /** JUnit closes it at the end of the run. */
    @Override
    public void beforeAll(ExtensionContext context) {
        chromium = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedChromium.class))
                .getOrComputeIfAbsent(Chromium.class, key -> Chromium.start(), Chromium.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) { // none where the class was skipped
            chromium.closeWindows();
        }
    }

    /** A window with nothing kept from another. */
    public Page open(Size size, ColorScheme scheme) {
        return there().open(size, scheme);
    }

    /** What pages have complained of since this was asked last. */
    List<String> complaints() {
        return there().complaints();
    }

    private Chromium there() {
        return Objects.requireNonNull(chromium, "is registered as a static field of the class");
    }

    /** Of a window. */
    public enum Size {
        DESKTOP(1440, 900),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }
    }
}
