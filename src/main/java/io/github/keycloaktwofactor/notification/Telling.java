package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.PasswordChange;
import io.github.keycloaktwofactor.event.RecoveryCodeUsedEvent;
import io.github.keycloaktwofactor.event.TwoFactorChange;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Reads from events what happened to a user, and sees to it that the user is told when the request is over. */
final class Telling {

    private static final String ATTRIBUTE = Telling.class.getName();

    private static final String CODES_TYPE = "two-factor-recovery-codes";

    private static final String DEVICE_TYPE = "two-factor-trusted-device";

    private static final Set<String> COUNTED = Set.of("wrong", "used", "off");

    private final MailQueue queue;

    Telling(MailQueue queue) {
        this.queue = queue;
    }

    void heard(KeycloakSession session, Event event) {
        Map<String, String> details = event.getDetails();
        if (details == null || event.getUserId() == null) {
            return;
        }
        Occasion occasion = event.getError() == null ? changed(event, details) : refused(details);
        if (occasion != null) {
            add(
                    session,
                    event.getRealmId(),
                    () -> new Happening(
                            event.getRealmId(),
                            event.getUserId(),
                            occasion,
                            Origin.of(session),
                            0,
                            Boolean.parseBoolean(details.get(EventDetail.PASSWORD)),
                            counter(details).orElse(null),
                            until(details)));
        }
    }

    void heard(RecoveryCodeUsedEvent event) {
        add(
                event.session(),
                event.realmId(),
                () -> new Happening(
                        event.realmId(),
                        event.userId(),
                        Occasion.RECOVERY_CODE_USED,
                        Origin.of(event.session()),
                        event.left(),
                        false,
                        null,
                        null));
    }

    void heard(KeycloakSession session, AdminEvent event) {
        PasswordChange.of(event)
                .ifPresent(userId -> add(
                        session, event.getRealmId(), () -> Happening.ofPassword(session, event.getRealmId(), userId)));
    }

    /** Tells at once what is committed already. */
    void tell(KeycloakSessionFactory sessions, Executor executor, Happening happened) {
        queue.add(happened.realmId(), executor, queued(happened, new MailJob(sessions, happened)));
    }

    /** Where mails are sent. */
    static ExecutorService executor(KeycloakSession session) {
        return session.getProvider(ExecutorsProvider.class).getExecutor("two-factor-mail");
    }

    @SuppressWarnings("deprecation")
    private static @Nullable Occasion changed(Event event, Map<String, String> details) {
        Optional<TwoFactorChange> change = TwoFactorChange.of(details.get(EventDetail.CHANGE));
        if (change.isPresent()) {
            return changed(change.get(), details);
        }
        String type = details.getOrDefault(Details.CREDENTIAL_TYPE, "");
        return switch (event.getType()) {
            case UPDATE_TOTP -> Occasion.AUTHENTICATOR_STORED;
            case REMOVE_TOTP -> Occasion.AUTHENTICATOR_REMOVED;
            case UPDATE_CREDENTIAL -> stored(type);
            case REMOVE_CREDENTIAL -> removed(type, details);
            default -> null;
        };
    }

    private static @Nullable Occasion changed(TwoFactorChange change, Map<String, String> details) {
        return switch (change) {
            case ENABLED -> Occasion.ENABLED;
            case DISABLED -> Occasion.DISABLED;
            case REPLACED -> Occasion.REPLACED;
            case CODES ->
                Boolean.parseBoolean(details.get(EventDetail.FIRST)) ? Occasion.FIRST_CODES : Occasion.NEW_CODES;
            // Who ticks the box at every sign-in, because it holds until the sign-out, would soon read no mail at all.
            case DEVICE -> until(details) == null ? null : Occasion.DEVICE_REMEMBERED;
        };
    }

    private static @Nullable Occasion stored(String type) {
        return switch (type) {
            case OTPCredentialModel.TYPE -> Occasion.AUTHENTICATOR_STORED;
            case CODES_TYPE -> Occasion.NEW_CODES;
            case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                Occasion.KEY_ADDED;
            default -> null;
        };
    }

    private static @Nullable Occasion removed(String type, Map<String, String> details) {
        return switch (type) {
            case OTPCredentialModel.TYPE -> Occasion.AUTHENTICATOR_REMOVED;
            case CODES_TYPE -> Occasion.CODES_REMOVED;
            case DEVICE_TYPE -> "used".equals(details.get(EventDetail.REASON)) ? Occasion.DEVICE_COPIED : null;
            case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                Occasion.KEY_REMOVED;
            default -> null;
        };
    }

    private static @Nullable Occasion refused(Map<String, String> details) {
        String reason = details.get(EventDetail.REASON);
        boolean ofCode = counter(details)
                // Of a change, by somebody who is signed in already.
                .filter(counted -> counted.counter() != Counter.PASSWORD)
                .isPresent();
        return reason != null && COUNTED.contains(reason) && ofCode ? Occasion.CODE_REFUSED : null;
    }

    private static Optional<Counted> counter(Map<String, String> details) {
        return Counter.of(details.get(EventDetail.FACTOR))
                .map(counter -> new Counted(counter, Bucket.Kind.of(details.get(EventDetail.COUNTER))));
    }

    private static @Nullable Instant until(Map<String, String> details) {
        String until = details.get(EventDetail.UNTIL);
        return until != null && until.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(until)) : null;
    }

    private void add(KeycloakSession session, String realmId, Supplier<Happening> happening) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null && TwoFactorPolicy.of(realm).isPresent()) {
            happenings(session).add(happening.get());
        }
    }

    /** A job about refused codes reads the counter when it runs, so one that waits tells of all that come until then. */
    private static MailQueue.Queued queued(Happening happened, MailJob job) {
        boolean refused = happened.occasion() == Occasion.CODE_REFUSED;
        String kind = refused
                ? happened.occasion() + " " + happened.counter() + " " + happened.passwordAccepted()
                : happened.occasion().name();
        return new MailQueue.Queued(happened.userId(), kind, refused, job);
    }

    private Happenings happenings(KeycloakSession session) {
        Happenings happenings = session.getAttribute(ATTRIBUTE, Happenings.class);
        if (happenings == null) {
            KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
            ExecutorService executor = executor(session);
            happenings = new Happenings(happened -> tell(sessions, executor, happened));
            session.setAttribute(ATTRIBUTE, happenings);
            session.getTransactionManager().enlistAfterCompletion(happenings);
        }
        return happenings;
    }
}
