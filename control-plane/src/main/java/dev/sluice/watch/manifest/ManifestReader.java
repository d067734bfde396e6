package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import dev.sluice.state.ObservedService;
import dev.sluice.state.ObservedSlice;
import dev.sluice.watch.narrow.Narrowed;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of Kubernetes manifests: several YAML documents, JSON, and {@code List} kinds. Total: hostile texts are
 * bounded in size (64 Mi characters), depth and aliases, and end as a fault.
 */
public final class ManifestReader {
    static final int MOST_CHARACTERS = 64 << 20;

    private final String source;
    private final Narrower narrower;
    private final List<ObservedObject> objects = new ArrayList<>();
    private final List<Flaw> faults = new ArrayList<>();

    private ManifestReader(String source, Narrower narrower) {
        this.source = source;
        this.narrower = narrower;
    }

    /** @param source names the text in faults; a text is read as JSON if this ends with {@code .json} */
    public static Manifests read(String source, String text) {
        return read(source, text, new Narrower(Origin.MANIFEST));
    }

    /** As {@link #read(String, String)}, with a narrower that keeps other annotations. */
    public static Manifests read(String source, String text, Narrower narrower) {
        if (text.length() > MOST_CHARACTERS) {
            return Manifests.broken(source, new Flaw("", "", "expected at most 64 MiB of text", source));
        }
        ManifestReader reader = new ManifestReader(source, narrower);
        try {
            List<Document> documents = source.endsWith(".json") ? JsonText.read(text) : YamlText.read(text);
            documents.forEach(reader::document);
        } catch (UnreadableText e) {
            return Manifests.broken(source, new Flaw("", "", e.reason(), reader.place(e.line())));
        }
        return new Manifests(source, true, reader.objects, reader.faults);
    }

    private void document(Document document) {
        if (document.tree() == null) {
            return; // nothing between two separators, or only comments
        }
        List<Flaw> textFlaws = new ArrayList<>();
        document.flaws().forEach(lined -> textFlaws.add(lined.flaw().at(place(lined.line()))));
        object(document, document.tree(), "", textFlaws);
    }

    private void object(Document document, @Nullable Object tree, String prefix, List<Flaw> textFlaws) {
        if (!(tree instanceof Map<?, ?> map)) {
            Flaw flaw = new Flaw(prefix, "", "expected a Kubernetes object with apiVersion, kind and metadata");
            faults.add(flaw.at(place(document.lineOf().applyAsInt(prefix))));
            return;
        }
        Map<String, @Nullable Object> fields = strings(map);
        if (fields.get("kind") instanceof String kind
                && kind.endsWith("List")
                && fields.get("items") instanceof List<?> items) {
            list(document, fields, kind, items, textFlaws);
        } else {
            narrowed(document, prefix, narrower.narrow(fields, textFlaws));
        }
    }

    /** Items of a typed list, as the API server writes them, have no kind of their own. */
    private void list(
            Document document, Map<String, @Nullable Object> list, String kind, List<?> items, List<Flaw> textFlaws) {
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            if (item instanceof Map<?, ?> map && !kind.equals("List")) {
                Map<String, @Nullable Object> typed = strings(map);
                typed.putIfAbsent("kind", kind.substring(0, kind.length() - "List".length()));
                typed.putIfAbsent("apiVersion", list.get("apiVersion"));
                item = typed;
            }
            String prefix = "items[" + i + "]";
            List<Flaw> own = new ArrayList<>();
            for (Flaw flaw : textFlaws) {
                if (flaw.field().startsWith(prefix + ".")) {
                    own.add(new Flaw(
                            flaw.field().substring(prefix.length() + 1), flaw.found(), flaw.expected(), flaw.where()));
                }
            }
            object(document, item, prefix, own);
        }
    }

    private void narrowed(Document document, String prefix, Narrowed narrowed) {
        switch (narrowed) {
            case Narrowed.Seen(List<ObservedObject> seen) -> {
                for (ObservedObject object : seen) {
                    objects.add(object.valid() ? object : withPlaces(object, document, prefix));
                }
            }
            case Narrowed.Unidentified(List<Flaw> flaws) -> faults.addAll(placed(flaws, document, prefix));
            case Narrowed.Ignored ignored -> {} // a Deployment, a Namespace: manifests are full of them
        }
    }

    private ObservedObject withPlaces(ObservedObject object, Document document, String prefix) {
        List<Flaw> flaws = placed(object.flaws(), document, prefix);
        return switch (object) {
            case ObservedIngress o ->
                new ObservedIngress(
                        o.key(), o.meta(), o.className(), o.defaultBackend(), o.rules(), o.tls(), o.published(), flaws);
            case ObservedIngressClass o ->
                new ObservedIngressClass(o.key(), o.meta(), o.controller(), o.isDefault(), o.parameters(), flaws);
            case ObservedService o ->
                new ObservedService(
                        o.key(),
                        o.meta(),
                        o.type(),
                        o.externalName(),
                        o.clusterIps(),
                        o.externalIps(),
                        o.ports(),
                        o.published(),
                        flaws);
            case ObservedSlice o -> new ObservedSlice(o.key(), o.meta(), o.service(), o.ports(), o.members(), flaws);
            case ObservedSecret o -> new ObservedSecret(o.key(), o.meta(), o.type(), o.data(), flaws);
            case ObservedConfigMap o -> new ObservedConfigMap(o.key(), o.meta(), o.data(), flaws);
        };
    }

    private List<Flaw> placed(List<Flaw> flaws, Document document, String prefix) {
        List<Flaw> placed = new ArrayList<>(flaws.size());
        for (Flaw flaw : flaws) {
            String path = prefix.isEmpty() ? flaw.field() : prefix + "." + flaw.field();
            placed.add(flaw.where().isEmpty() ? flaw.at(place(document.lineOf().applyAsInt(path))) : flaw);
        }
        return placed;
    }

    private String place(int line) {
        return source + ":" + line;
    }

    private static Map<String, @Nullable Object> strings(Map<?, ?> map) {
        Map<String, @Nullable Object> strings = new LinkedHashMap<>();
        map.forEach((key, value) -> strings.put(String.valueOf(key), value));
        return strings;
    }
}
