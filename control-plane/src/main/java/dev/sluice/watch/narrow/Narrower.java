package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Flaw;
import dev.sluice.state.Meta;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Narrows trees of maps, lists, strings, numbers and booleans, as any YAML or JSON parser makes them, to records. Total:
 * whatever stands in the tree, it answers and never throws. An object with flaws carries what could be read of it; parts
 * that could not be read are left out rather than guessed, so that no rule ever widens by being broken.
 */
public final class Narrower {
    private static final String NGINX_PREFIX = "nginx.ingress.kubernetes.io";

    private final MetaNarrowing metas;
    private final Origin origin;

    /** A narrower that keeps Sluice's annotations and those under ingress-nginx's usual prefix. */
    public Narrower(Origin origin) {
        this(origin, NGINX_PREFIX);
    }

    /** @param nginxPrefix under which ingress-nginx's annotations stand, without the slash ({@code --annotations-prefix}) */
    public Narrower(Origin origin, String nginxPrefix) {
        this.origin = origin;
        this.metas = new MetaNarrowing(origin, nginxPrefix);
    }

    public Narrowed narrow(Map<String, ?> tree) {
        return narrow(tree, List.of());
    }

    /** @param textFlaws what the parser has found wrong within the same document; becomes part of the object's flaws */
    public Narrowed narrow(Map<String, ?> tree, List<Flaw> textFlaws) {
        Object kind = tree.get("kind");
        String apiVersion = tree.get("apiVersion") instanceof String text ? text : "";
        Flaws flaws = new Flaws("Secret".equals(kind) ? Flaws.Content.SECRET : Flaws.Content.OPEN);
        textFlaws.forEach(flaws::add);
        Field root = Field.root(tree, flaws);
        if (!(kind instanceof String name) || name.isEmpty()) {
            root.at("kind").flaw("expected the kind of object, as kind: Ingress");
            return new Narrowed.Unidentified(flaws.all());
        }
        Optional<KnownKind> known = KnownKind.of(apiVersion, name);
        return known.isEmpty() ? new Narrowed.Ignored(apiVersion, name) : known(known.get(), root, flaws);
    }

    private Narrowed known(KnownKind known, Field root, Flaws flaws) {
        if (!known.apiVersion().equals(root.at("apiVersion").value())) {
            root.at("apiVersion").flaw("write apiVersion: " + known.apiVersion());
        }
        Optional<ObjectKey> key = MetaNarrowing.key(known, root.at("metadata"), origin);
        if (key.isEmpty()) {
            return new Narrowed.Unidentified(flaws.all());
        }
        Meta meta = metas.narrow(key.get(), root.at("metadata"));
        return new Narrowed.Seen(known.body().narrow(key.get(), meta, root, flaws));
    }
}
