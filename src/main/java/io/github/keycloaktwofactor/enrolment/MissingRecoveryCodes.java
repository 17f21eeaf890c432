package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.NewCodesOffer;
import io.github.keycloaktwofactor.challenge.TrustedDevicePrompt;
import io.github.keycloaktwofactor.factor.BrowserFlow;
import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.Page;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.StockRecoveryCodes;
import io.github.keycloaktwofactor.session.SignInNote;
import io.github.keycloaktwofactor.session.StartedAction;
import io.github.keycloaktwofactor.totp.Authenticators;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Offers a first set of recovery codes to users who have an authenticator and no codes, once in a sign-in. */
public final class MissingRecoveryCodes implements Page {

    private final PageContext context;
    private final SecureRandom random;

    public MissingRecoveryCodes(PageContext context, SecureRandom random) {
        this.context = context;
        this.random = random;
    }

    /** Whether this sign-in itself has passed a factor, the user has no fallback, and has not postponed the offer. */
    public static boolean due(PageContext context) {
        return switch (context.settings().codes().missing()) {
            case NEVER -> false;
            case OFFER ->
                !SignInNote.CODES_LATER.isIn(context.authentication())
                        && !TrustedDevicePrompt.actionStarted(context)
                        && lacking(context)
                        && Reauthentication.obstacleToChange(context) == null;
            case DEMAND -> lacking(context);
        };
    }

    private static boolean lacking(PageContext context) {
        return NewCodesOffer.possible(context.authentication())
                && context.signIn()
                        .evidence()
                        .filter(context.evidencePolicy()::allowsChanges)
                        .isPresent()
                && RecoveryCodes.set(context.user()).isEmpty()
                && !Authenticators.of(context.user()).isEmpty()
                && !RequestedSetup.in(context.authentication())
                && !comesAnyway(context)
                && !hasStockCodes(context);
    }

    /** Whether an action that generates a set is still pending in this sign-in. */
    private static boolean comesAnyway(PageContext context) {
        return Stream.of(
                        Stream.ofNullable(StartedAction.asked(context.authentication())),
                        context.authentication().getRequiredActions().stream(),
                        context.user().getRequiredActionsStream())
                .flatMap(aliases -> aliases)
                .anyMatch(RecoveryCodesActionFactory.ID::equals);
    }

    /** Whether the user has Keycloak's own codes left, and a step of the flow accepts them. */
    private static boolean hasStockCodes(PageContext context) {
        return StockRecoveryCodes.isLeft(context.user())
                && new BrowserFlow(context.session(), context.realm()).takes(StockRecoveryCodes.TYPE);
    }

    @Override
    public Response show() {
        return Reauthentication.beforeChange(context, this::offer);
    }

    private Response offer() {
        Map<String, Object> page = new HashMap<>();
        page.put("view", "missing");
        page.put("canSkip", mayBePutOff());
        return context.form(page).createForm("two-factor-codes.ftl");
    }

    @Override
    public FormResult submit() {
        return switch (context.pressed()) {
            case "create" -> create();
            case "later" -> later();
            case "restart" -> FormResult.shown(Restart.again(context));
            case "leave" -> FormResult.shown(Restart.of(context));
            default -> FormResult.shown(show());
        };
    }

    private FormResult create() {
        return FormResult.shown(Reauthentication.beforeChange(
                context, () -> new NewRecoveryCodes(context, random).replace(UnacknowledgedCodes.Why.REGENERATED)));
    }

    private FormResult later() {
        if (!mayBePutOff()) {
            return FormResult.shown(show());
        }
        SignInNote.CODES_LATER.put(context.authentication());
        CredentialEvents.putOff(context.event());
        return FormResult.passed();
    }

    private boolean mayBePutOff() {
        return context.settings().codes().missing() != PolicySettings.MissingCodes.DEMAND;
    }
}
