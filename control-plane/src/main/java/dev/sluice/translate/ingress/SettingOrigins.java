package dev.sluice.translate.ingress;

import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the settings of one Ingress are written. Found by reading it and its class once more with the code that translates
 * them, so that it is true of the translation of the same state, and nothing has to be kept or sent for it.
 */
public final class SettingOrigins {
    private final Map<Setting, String> names = new EnumMap<>(Setting.class);
    private final Map<Setting, Origin> origins = new EnumMap<>(Setting.class);

    private SettingOrigins() {}

    /**
     * @param state that was translated
     * @param remembered the last valid specification of the same object
     */
    public static SettingOrigins of(
            IngressSettings settings,
            ClusterState state,
            ObservedIngress observed,
            Optional<ObservedIngress> remembered) {
        SettingOrigins found = new SettingOrigins();
        Optional<ClassStanding> standing = Ownership.namedClass(settings, observed)
                .flatMap(state::ingressClass)
                .map(named -> ClassTranslator.standing(settings, state, named, found::wrote));
        ClassSettings background = standing.filter(ClassStanding::ours)
                .map(ClassStanding::settings)
                .orElse(ClassSettings.DEFAULT);
        ObservedIngress effective = observed.valid() ? observed : remembered.orElse(observed);
        Annotations.read(
                observed.key(),
                IngressTranslator.annotations(observed, effective),
                settings.annotationsPrefix(),
                background,
                found::annotated);
        return found;
    }

    /** One that knows of nothing that was written. */
    public static SettingOrigins none() {
        return new SettingOrigins();
    }

    private void wrote(String name, Origin origin) {
        Setting.written(name).ifPresent(setting -> {
            names.put(setting, "");
            origins.put(setting, origin);
        });
    }

    /** Of several annotations about one setting the one that counts most is named. */
    private void annotated(String name, Origin origin) {
        Setting.written(name).ifPresent(setting -> {
            if (setting == Setting.SSL_REDIRECT || setting.outranks(name, names.getOrDefault(setting, ""))) {
                names.put(setting, name);
                origins.put(setting, origin);
            }
        });
    }

    /** {@link Origin#DEFAULT} if nobody has written it. */
    public Origin of(Setting setting) {
        return origins.getOrDefault(setting, Origin.DEFAULT);
    }

    /** Whether somebody has written it. */
    public boolean written(Setting setting) {
        return origins.containsKey(setting);
    }
}
