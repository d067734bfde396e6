/**
 * Owns the web page: its files, which need no build, and what is said with them to browsers. May depend on the JDK alone; who
 * serves them is {@code api}. Begin with {@link dev.sluice.api.page.PageFiles}, and for the page itself with {@code main.js}
 * among the resources of this package.
 */
@NullMarked
package dev.sluice.api.page;

import org.jspecify.annotations.NullMarked;
