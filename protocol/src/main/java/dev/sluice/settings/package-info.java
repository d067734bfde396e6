/**
 * Reads configuration strictly: an unknown key or an impossible value stops the start with one line.
 * Depends on Typesafe Config (HOCON) and nothing of Sluice; both planes and the command line use it.
 * Begin with {@link dev.sluice.settings.Settings} (where values come from) and {@link dev.sluice.settings.Section}.
 */
@NullMarked
package dev.sluice.settings;

import org.jspecify.annotations.NullMarked;
