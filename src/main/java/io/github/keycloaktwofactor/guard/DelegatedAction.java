package io.github.keycloaktwofactor.guard;

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContextResult;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/**
 * A required action of Keycloak that is shown in the guard's place: its form posts to the guard, which passes it on.
 */
final class DelegatedAction extends RequiredActionContextResult {

    /** The result of the action. */
    enum Outcome {
        /** It shows a page. */
        ASKS,
        /** It has nothing more to ask. */
        DONE,
        /** The sign-in cannot continue. */
        FAILED
    }

    private static final String ASKED = DelegatedAction.class.getName();

    private final RequiredActionContext guard;

    private DelegatedAction(RequiredActionContext guard, RequiredActionFactory factory, UserModel user) {
        super(
                guard.getAuthenticationSession(),
                guard.getRealm(),
                guard.getEvent(),
                guard.getSession(),
                guard.getHttpRequest(),
                user,
                factory);
        this.guard = guard;
    }

    static DelegatedAction of(RequiredActionContext guard, RequiredActionProviderModel action) {
        RequiredActionFactory factory = Objects.requireNonNull(factory(guard.getSession(), action));
        return new DelegatedAction(guard, factory, guard.getUser());
    }

    /** Whether the server has the feature that the action needs. */
    static boolean isKnown(KeycloakSession session, RequiredActionProviderModel action) {
        return factory(session, action) != null;
    }

    private static @Nullable RequiredActionFactory factory(
            KeycloakSession session, RequiredActionProviderModel action) {
        return (RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, action.getProviderId());
    }

    /** Whether an action is shown in the guard's place at this moment, by a decision of the guard. */
    static boolean isAsked(KeycloakSession session) {
        return session.getAttribute(ASKED) != null;
    }

    DelegatedAction show() {
        ask(provider -> provider.requiredActionChallenge(this));
        return this;
    }

    DelegatedAction submit() {
        getEvent().detail(Details.CUSTOM_REQUIRED_ACTION, getAction());
        ask(provider -> provider.processAction(this));
        if (outcome() == Outcome.DONE) {
            tell();
        }
        return this;
    }

    /** Sends the events that Keycloak sends for a completed action, and restarts the guard's own event. */
    private void tell() {
        getEvent().clone().success();
        getEvent()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .detail(Details.CUSTOM_REQUIRED_ACTION, guard.getAction())
                .removeDetail(Details.CREDENTIAL_TYPE);
    }

    private void ask(Consumer<RequiredActionProvider> question) {
        getSession().setAttribute(ASKED, true);
        try {
            question.accept(getFactory().create(getSession()));
        } finally {
            getSession().removeAttribute(ASKED);
        }
    }

    Outcome outcome() {
        // Some actions set no challenge if they have nothing to ask.
        if (getStatus() == null) {
            return Outcome.DONE;
        }
        return switch (getStatus()) {
            case CHALLENGE -> Outcome.ASKS;
            case SUCCESS, IGNORE -> Outcome.DONE;
            case FAILURE, CANCELLED -> Outcome.FAILED;
        };
    }

    @Override
    public URI getActionUrl(String code) {
        return guard.getActionUrl(code);
    }

    @Override
    public LoginFormsProvider form() {
        return super.form().setExecution(guard.getAction());
    }
}
