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
                        "Configure OTP is a default action for new users. The policy decides at each sign-in who is"
                                + " sent to the set-up; this action asks everyone, including exempt users, and"
                                + " generates no recovery codes.",
                        "Turn Set as default action off under Authentication, Required actions."))
                .stream();
    }
}
