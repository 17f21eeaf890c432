package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.challenge.Trust;
import io.github.keycloaktwofactor.factor.BrowserFlow;
import io.github.keycloaktwofactor.page.NoticePage;
import io.github.keycloaktwofactor.page.Reply;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.page.Visit;
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
public final class MissingCodes {

    private static final String LATER = "two-factor.codes.later";

    private final Visit visit;
    private final SecureRandom random;

    public MissingCodes(Visit visit, SecureRandom random) {
        this.visit = visit;
        this.random = random;
    }

    /** Whether this sign-in itself has passed a factor, the user has nothing to fall back on, and has not put it off. */
    public static boolean due(Visit visit) {
        return switch (visit.settings().codes().missing()) {
            case NEVER -> false;
            case OFFER ->
                visit.authentication().getAuthNote(LATER) == null
                        && !Trust.actionStarted(visit)
                        && lacking(visit)
                        && Freshness.obstacleToChange(visit) == null;
            case DEMAND -> lacking(visit);
        };
    }

    private static boolean lacking(Visit visit) {
        return NewCodesOffer.possible(visit.authentication())
                && visit.signIn()
                        .evidence()
                        .filter(visit.worth()::allowsChanges)
                        .isPresent()
                && RecoveryCodes.set(visit.user()).isEmpty()
                && !Authenticators.of(visit.user()).isEmpty()
                && !SetupWish.in(visit.authentication())
                && !comesAnyway(visit)
                && !hasStockCodes(visit);
    }

    /** An action that makes a set is still to come in this sign-in. */
    private static boolean comesAnyway(Visit visit) {
        return Stream.of(
                        Stream.ofNullable(visit.authentication().getClientNote(Constants.KC_ACTION)),
                        visit.authentication().getRequiredActions().stream(),
                        visit.user().getRequiredActionsStream())
                .flatMap(aliases -> aliases)
                .anyMatch(RecoveryCodesActionFactory.ID::equals);
    }

    /** Where no step of the flow takes them, Keycloak's own codes help nobody. */
    private static boolean hasStockCodes(Visit visit) {
        return StockRecoveryCodes.isLeft(visit.user())
                && new BrowserFlow(visit.session(), visit.realm()).takes(StockRecoveryCodes.TYPE);
    }

    /** The page at a look. */
    public Response look() {
        NoticePage.Kind obstacle = Freshness.obstacleToChange(visit);
        if (obstacle != null) {
            return NoticePage.of(visit, obstacle);
        }
        Map<String, Object> page = new HashMap<>();
        page.put("view", "missing");
        page.put("canSkip", mayBePutOff());
        return visit.form(page).createForm("two-factor-codes.ftl");
    }

    /** What becomes of the posted form. */
    public Reply submit() {
        return switch (visit.pressed()) {
            case "create" -> create();
            case "later" -> later();
            case "restart" -> Reply.shown(Restart.again(visit.session(), visit.authentication()));
            case "leave" -> Reply.shown(Restart.of(visit.session(), visit.authentication()));
            default -> Reply.shown(look());
        };
    }

    private Reply create() {
        return Reply.shown(
                Freshness.obstacleToChange(visit) == null
                        ? new NewCodes(visit, random).replace(ShownCodes.Why.REGENERATED)
                        : look());
    }

    private Reply later() {
        if (!mayBePutOff()) {
            return Reply.shown(look());
        }
        visit.authentication().setAuthNote(LATER, "true");
        CredentialEvents.putOff(visit.event());
        return Reply.passed();
    }

    private boolean mayBePutOff() {
        return visit.settings().codes().missing() != PolicySettings.MissingCodes.DEMAND;
    }
}
