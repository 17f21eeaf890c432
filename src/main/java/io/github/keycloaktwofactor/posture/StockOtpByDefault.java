package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.posture.Finding.Severity;
import io.github.keycloaktwofactor.posture.Finding.Subject;
import java.util.stream.Stream;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/** Configure OTP is a default action for new users. */
final class StockOtpByDefault implements Check {

    @Override
    public String id() {
        return "stock-otp-by-default";
    }

    @Override
    public Stream<Finding> look(RealmFacts realm) {
        String alias = UserModel.RequiredAction.CONFIGURE_TOTP.name();
        return realm
                .enabledAction(alias)
                .filter(RequiredActionProviderModel::isDefaultAction)
                .map(action -> finding(
                        Severity.MEDIUM,
                        new Subject("required-action", alias, action.getName()),
                        "Keycloak's Configure OTP is put on every new user. The policy decides at each sign-in who is led to the"
                                + " set-up; this action asks everybody, exempt users too, and gives no recovery codes.",
                        "Switch its default off under Authentication, Required actions."))
                .stream();
    }
}
