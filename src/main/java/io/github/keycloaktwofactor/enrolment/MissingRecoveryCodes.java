package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.challenge.TrustedDevicePrompt;
import io.github.keycloaktwofactor.factor.BrowserFlow;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.StockRecoveryCodes;
import io.github.keycloaktwofactor.totp.Authenticators;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.Constants;

/** Offers a first set of recovery codes to users who have an authenticator and no codes, once in a sign-in. */
public final class MissingRecoveryCodes {

    private static final String LATER = "two-factor.codes.later";

    private final PageContext visit;
    private final SecureRandom random;

    public MissingRecoveryCodes(PageContext visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
    }

    /** Whether this sign-in itself has passed a factor, the user has nothing to fall back on, and has not put it off. */
    public static boolean due(PageContext visit) {
        return switch (visit.settings().codes().missing()) {
            case NEVER -> false;
            case OFFER ->
                visit.authentication().getAuthNote(LATER) == null
                        && !TrustedDevicePrompt.actionStarted(visit)
                        && lacking(visit)
                        && Reauthentication.obstacleToChange(visit) == null;
            case DEMAND -> lacking(visit);
        };
    }

    private static boolean lacking(PageContext visit) {
        return NewCodesOffer.possible(visit.authentication())
                && visit.signIn()
                        .evidence()
                        .filter(visit.evidencePolicy()::allowsChanges)
                        .isPresent()
                && RecoveryCodes.set(visit.user()).isEmpty()
                && !Authenticators.of(visit.user()).isEmpty()
                && !RequestedSetup.in(visit.authentication())
                && !comesAnyway(visit)
                && !hasStockCodes(visit);
    }

    /** An action that makes a set is still to come in this sign-in. */
    private static boolean comesAnyway(PageContext visit) {
        return Stream.of(
                        Stream.ofNullable(visit.authentication().getClientNote(Constants.KC_ACTION)),
                        visit.authentication().getRequiredActions().stream(),
                        visit.user().getRequiredActionsStream())
                .flatMap(aliases -> aliases)
                .anyMatch(RecoveryCodesActionFactory.ID::equals);
    }

    /** Where no step of the flow takes them, Keycloak's own codes help nobody. */
    private static boolean hasStockCodes(PageContext visit) {
        return StockRecoveryCodes.isLeft(visit.user())
                && new BrowserFlow(visit.session(), visit.realm()).takes(StockRecoveryCodes.TYPE);
    }

    /** The page at a look. */
    public Response look() {
        NoticePage.Kind obstacle = Reauthentication.obstacleToChange(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        Map<String, Object> page = new HashMap<>();
        page.put("view", "missing");
        page.put("canSkip", mayBePutOff());
        return visit.form(page).createForm("two-factor-codes.ftl");
    }

    /** What becomes of the posted form. */
    public FormResult submit() {
        return switch (visit.pressed()) {
            case "create" -> create();
            case "later" -> later();
            case "restart" -> FormResult.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> FormResult.shown(Restart.of(visit.session(), visit.authentication()));
            default -> FormResult.shown(look());
        };
    }

    private FormResult create() {
        return FormResult.shown(
                Reauthentication.obstacleToChange(visit) == null
                        ? new NewRecoveryCodes(visit, random).replace(UnacknowledgedCodes.Why.REGENERATED)
                        : look());
    }

    private FormResult later() {
        if (!mayBePutOff()) {
            return FormResult.shown(look());
        }
        visit.authentication().setAuthNote(LATER, "true");
        CredentialEvents.putOff(visit.event());
        return FormResult.passed();
    }

    private boolean mayBePutOff() {
        return visit.settings().codes().missing() != PolicySettings.MissingCodes.DEMAND;
    }
}
