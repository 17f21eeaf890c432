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
 * What Keycloak must still verify before a first factor is bound to the account: the email address, and a password that
 * only the user knows. The guard shows Keycloak's own page for it in its own place, so that nothing else comes in
 * between and the sign-in cannot end with it.
 */
final class EnrolmentProof {

    private final PageContext context;

    EnrolmentProof(PageContext context) {
        this.context = context;
    }

    /** The required action of Keycloak that must come first, if there is one that can be shown here. */
    Optional<RequiredActionProviderModel> action() {
        return Stream.of(address(), password())
                .flatMap(Optional::stream)
                .flatMap(action -> available(action).stream())
                .filter(action -> SignInNote.PROOF_ASKED.in(context.authentication(), action.getAlias()) == null)
                .findFirst();
    }

    /** Keycloak's page for a GET, or null if it has nothing to ask. */
    @Nullable
    Response show(RequiredActionContext guard) {
        boolean first = !hasPassword();
        return action().map(action ->
                        settled(action, DelegatedAction.of(guard, action).show(), first))
                .orElse(null);
    }

    /** The result of a posted form. A post from one of our pages that was left open only shows the page again. */
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
     * Completes the action as Keycloak would if it were not in the guard's place.
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

    /**
     * The action that verifies the user's address, if required. A new address that the user must enter has to be
     * verified, too.
     */
    private Optional<RequiredAction> address() {
        if (context.authentication().getRequiredActions().contains(RequiredAction.VERIFY_EMAIL.name())) {
            // Keycloak adds it for a user who registers, and asks in that same sign-in.
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
     * The action by which the user must choose a password: a first one, or in place of a temporary one, which is known
     * to the administrator who set it. Only a sign-in that may set up factors may change one, and an action of this sign-in
     * only, such as for a forgotten password, can wait until the second factor is set up.
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

    /** Empty if the action is disabled in the realm, or its feature in the server. */
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
