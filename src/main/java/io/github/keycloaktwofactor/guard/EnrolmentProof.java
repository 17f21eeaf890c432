package io.github.keycloaktwofactor.guard;

import io.github.keycloaktwofactor.page.FormResult;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.page.Restart;
import io.github.keycloaktwofactor.session.SignInNote;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What Keycloak still has to ask a user before a first factor is bound to the account: that they read its mailbox, and a
 * password that nobody else has given them. The guard shows Keycloak's own page for it in its own place, so that nothing else comes in between and the
 * sign-in cannot end with it.
 */
final class EnrolmentProof {

    private final PageContext context;

    EnrolmentProof(PageContext context) {
        this.context = context;
    }

    /** The action of Keycloak's that has to come first, if there is one that can be asked here. */
    Optional<RequiredActionProviderModel> action() {
        return Stream.of(address(), password())
                .flatMap(Optional::stream)
                .flatMap(action -> available(action).stream())
                .filter(action -> SignInNote.PROOF_ASKED.in(context.authentication(), action.getAlias()) == null)
                .findFirst();
    }

    /** Keycloak's page at a look, or null when it has nothing to ask. */
    @Nullable
    Response show(RequiredActionContext guard) {
        boolean first = !hasPassword();
        return action().map(action ->
                        settled(action, DelegatedAction.of(guard, action).show(), first))
                .orElse(null);
    }

    /** What becomes of the posted form. One of our pages that was left open only looks again. */
    FormResult submit(RequiredActionContext guard) {
        boolean first = !hasPassword();
        Response page = context.pressed().isEmpty()
                ? action().map(action -> settled(
                                action, DelegatedAction.of(guard, action).submit(), first))
                        .orElse(null)
                : show(guard);
        return page == null ? FormResult.passed() : FormResult.shown(page);
    }

    /**
     * As Keycloak would settle the action, were it not in the guard's place.
     *
     * @param first whether the user had no password before
     */
    private @Nullable Response settled(RequiredActionProviderModel action, DelegatedAction page, boolean first) {
        return switch (page.outcome()) {
            case ASKS -> {
                if (!isPassword(action)) {
                    context.signIn().atVerification();
                }
                yield page.getChallenge();
            }
            case DONE -> {
                done(action, first);
                yield null;
            }
            case FAILED -> Restart.of(context.session(), context.authentication());
        };
    }

    private void done(RequiredActionProviderModel action, boolean first) {
        if (isPassword(action) && first) {
            context.signIn().choseFirstPassword();
        }
        context.user().removeRequiredAction(action.getAlias());
        context.authentication().removeRequiredAction(action.getAlias());
        if (action().filter(next -> next.getAlias().equals(action.getAlias())).isPresent()) {
            SignInNote.PROOF_ASKED.put(context.authentication(), action.getAlias(), "true");
        }
    }

    /** How the user's address is to be verified, if it is. A new address that is to be given has to be verified as well. */
    private Optional<RequiredAction> address() {
        if (context.authentication().getRequiredActions().contains(RequiredAction.VERIFY_EMAIL.name())) {
            // Keycloak puts it there for a user who registers, and asks in that very sign-in.
            return Optional.of(RequiredAction.VERIFY_EMAIL);
        }
        String email = context.user().getEmail();
        if (context.user().isEmailVerified() || email == null || email.isBlank()) {
            return Optional.empty();
        }
        boolean verifies = context.realm().isVerifyEmail();
        if (waits(RequiredAction.UPDATE_EMAIL)
                && available(RequiredAction.UPDATE_EMAIL).isPresent()) {
            return verifies ? Optional.of(RequiredAction.UPDATE_EMAIL) : Optional.empty();
        }
        return verifies || waits(RequiredAction.VERIFY_EMAIL)
                ? Optional.of(RequiredAction.VERIFY_EMAIL)
                : Optional.empty();
    }

    /**
     * A first password is chosen, and one that the user is to change is changed: a temporary one is known to the one who handed
     * it over. Only a sign-in that may set something up changes one, and what this sign-in alone asks for, such as the mail
     * of a forgotten password, can wait until the second factor is set up.
     */
    private Optional<RequiredAction> password() {
        boolean asked = hasPassword()
                ? waitsOnUser(RequiredAction.UPDATE_PASSWORD)
                        && !context.signIn()
                                .olderThan(Duration.ofSeconds(context.settings().maxAuthAgeSeconds()))
                : waits(RequiredAction.UPDATE_PASSWORD);
        return asked ? Optional.of(RequiredAction.UPDATE_PASSWORD) : Optional.empty();
    }

    private boolean hasPassword() {
        return context.user().credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
    }

    /** Empty where the realm has switched the action off, or the server the feature that it belongs to. */
    private Optional<RequiredActionProviderModel> available(RequiredAction action) {
        return Optional.ofNullable(context.realm().getRequiredActionProviderByAlias(action.name()))
                .filter(RequiredActionProviderModel::isEnabled)
                .filter(model -> DelegatedAction.isKnown(context.session(), model));
    }

    private boolean waits(RequiredAction action) {
        return waitsOnUser(action)
                || context.authentication().getRequiredActions().contains(action.name());
    }

    private boolean waitsOnUser(RequiredAction action) {
        return context.user().getRequiredActionsStream().anyMatch(action.name()::equals);
    }

    private static boolean isPassword(RequiredActionProviderModel action) {
        return RequiredAction.UPDATE_PASSWORD.name().equals(action.getAlias());
    }
}
