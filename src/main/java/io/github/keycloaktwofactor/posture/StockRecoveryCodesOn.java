package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** Keycloak's own recovery codes can be set up beside ours. */
final class StockRecoveryCodesOn implements Check {

    @Override
    public String id() {
        return "stock-recovery-codes-on";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        String alias = UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name();
        return realm
                .enabledAction(alias)
                .map(action -> finding(
                        Severity.LOW,
                        new Subject("required-action", alias, action.getName()),
                        "Keycloak's Recovery Authentication Codes can be set up beside those of two-factor: users"
                                + " may have two similar lists, of which the two-factor pages accept only one.",
                        "Disable it under Authentication, Required actions. Existing sets remain valid."))
                .stream();
    }
}
