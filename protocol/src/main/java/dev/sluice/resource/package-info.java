/**
 * The route model: every kind of resource a data plane can be given, and the order in which routes are tried.
 * Depends on {@code key} only; no protobuf, no Kubernetes client, no engine. All resources are in one package because
 * Java seals an interface within one package.
 * Begin with {@link dev.sluice.resource.Resource} and {@link dev.sluice.resource.HttpRoute}.
 */
@NullMarked
package dev.sluice.resource;

import org.jspecify.annotations.NullMarked;
