package dev.sluice.claim;

/** Claims for tests, as short as they can be said. */
final class Claims {
    private Claims() {}

    static Claim of(String controllerClass) {
        return new Claim(controllerClass, "sluice-" + controllerClass, false, "", true);
    }

    static Claim watching(Claim claim, String namespace) {
        return new Claim(
                claim.controllerClass(), claim.ingressClass(), claim.withoutClass(), namespace, claim.writesStatus());
    }

    static Claim named(Claim claim, String ingressClass) {
        return new Claim(
                claim.controllerClass(), ingressClass, claim.withoutClass(), claim.watched(), claim.writesStatus());
    }

    static Claim withoutClass(Claim claim) {
        return new Claim(claim.controllerClass(), claim.ingressClass(), true, claim.watched(), claim.writesStatus());
    }

    static Claim silent(Claim claim) {
        return new Claim(claim.controllerClass(), claim.ingressClass(), claim.withoutClass(), claim.watched(), false);
    }
}
