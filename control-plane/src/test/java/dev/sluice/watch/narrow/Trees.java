package dev.sluice.watch.narrow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import java.util.List;
import java.util.Map;

/** Trees from YAML, narrowed. */
final class Trees {
    private static final ObjectReader YAML = new YAMLMapper().readerForMapOf(Object.class);

    private Trees() {}

    static Map<String, Object> tree(String yaml) {
        try {
            return YAML.readValue(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the test's own YAML", e);
        }
    }

    static List<ObservedObject> seen(String yaml) {
        return seen(Origin.MANIFEST, yaml);
    }

    static List<ObservedObject> seen(Origin origin, String yaml) {
        Narrowed narrowed = new Narrower(origin).narrow(tree(yaml));
        if (narrowed instanceof Narrowed.Seen(List<ObservedObject> objects)) {
            return objects;
        }
        throw new AssertionError("not seen but " + narrowed);
    }

    static <T extends ObservedObject> T one(Class<T> type, String yaml) {
        List<ObservedObject> objects = seen(yaml);
        if (objects.size() != 1) {
            throw new AssertionError("expected one object, not " + objects);
        }
        return type.cast(objects.get(0));
    }

    static ObservedIngress ingress(String spec) {
        return ingressWithAnnotations("{}", spec);
    }

    static ObservedIngress ingressWithAnnotations(String annotations, String spec) {
        return one(
                ObservedIngress.class,
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: " + annotations
                        + "}\nspec:\n  " + spec + "\n");
    }
}
