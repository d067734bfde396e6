/**
 * What one step costs in time and allocation: match, compile, codec, translate, each at several sizes so that growth shows.
 * May depend on everything that is measured. Begin with {@code bench/micro}, which runs all of them.
 */
@NullMarked
package dev.sluice.bench.micro;

import org.jspecify.annotations.NullMarked;
