package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.event.HelpDeskEvent;
import io.github.keycloaktwofactor.event.PasswordChange;
import io.github.keycloaktwofactor.event.RecoveryCodeUsedEvent;
import io.github.keycloaktwofactor.event.TwoFactorEvent;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** Reads from events what happened to a user, and has the user notified after the request. */
final class EventNotifier {

    private static final String ATTRIBUTE = EventNotifier.class.getName();

    private final MailQueue queue;

    EventNotifier(MailQueue queue) {
        this.queue = queue;
    }

    void onEvent(KeycloakSession session, Event event) {
        if (event.getDetails() == null || event.getUserId() == null) {
            return;
        }
        TwoFactorEvent.of(event)
                .ifPresent(said -> kind(said)
                        .ifPresent(kind -> add(
                                session,
                                event.getRealmId(),
                                () -> new SecurityEvent(
                                        event.getRealmId(),
                                        event.getUserId(),
                                        kind,
                                        Origin.of(session),
                                        0,
                                        said.passwordAccepted(),
                                        counter(said).orElse(null),
                                        said.until()))));
    }

    void onEvent(RecoveryCodeUsedEvent event) {
        add(
                event.session(),
                event.realmId(),
                () -> new SecurityEvent(
                        event.realmId(),
                        event.userId(),
                        event.type().equals(RecoveryAuthnCodesCredentialModel.TYPE)
                                ? EventKind.STOCK_RECOVERY_CODE_USED
                                : EventKind.RECOVERY_CODE_USED,
                        Origin.of(event.session()),
                        event.left(),
                        false,
                        null,
                        null));
    }

    void onEvent(HelpDeskEvent event) {
        add(event.session(), event.realmId(), () -> SecurityEvent.ofHelp(event));
    }

    void onEvent(KeycloakSession session, AdminEvent event) {
        PasswordChange.of(event)
                .ifPresent(userId -> add(
                        session,
                        event.getRealmId(),
                        () -> SecurityEvent.ofPassword(session, event.getRealmId(), userId)));
    }

    /** Notifies at once of what is already committed. */
    void tell(KeycloakSessionFactory sessions, Executor executor, SecurityEvent happened) {
        queue.add(happened.realmId(), executor, queued(happened, new MailJob(sessions, happened)));
    }

    /** Where mails are sent. */
    static ExecutorService executor(KeycloakSession session) {
        return session.getProvider(ExecutorsProvider.class).getExecutor("two-factor-mail");
    }

    private static Optional<EventKind> kind(TwoFactorEvent event) {
        return switch (event.kind()) {
            case ENABLED -> Optional.of(EventKind.ENABLED);
            case DISABLED -> Optional.of(EventKind.DISABLED);
            case REPLACED -> Optional.of(EventKind.REPLACED);
            case NEW_CODES, CODES_STORED -> Optional.of(EventKind.NEW_CODES);
            case FIRST_CODES -> Optional.of(EventKind.FIRST_CODES);
            // Users who tick the box at each sign-in, because it only holds until sign-out, would soon ignore all
            // mails.
            case DEVICE_REMEMBERED ->
                event.until() == null ? Optional.empty() : Optional.of(EventKind.DEVICE_REMEMBERED);
            case DEVICE_COPIED -> Optional.of(EventKind.DEVICE_COPIED);
            case AUTHENTICATOR_STORED, TOTP_UPDATED -> Optional.of(EventKind.AUTHENTICATOR_STORED);
            case AUTHENTICATOR_REMOVED, TOTP_REMOVED -> Optional.of(EventKind.AUTHENTICATOR_REMOVED);
            case KEY_STORED -> Optional.of(EventKind.KEY_ADDED);
            case KEY_REMOVED -> Optional.of(EventKind.KEY_REMOVED);
            case CODES_REMOVED -> Optional.of(EventKind.CODES_REMOVED);
            case REFUSED -> isCounted(event) ? Optional.of(EventKind.CODE_REFUSED) : Optional.empty();
            case DEVICE_REMOVED, SIGNED_IN -> Optional.empty();
        };
    }

    /** Not the password that confirms a change, by a user who is already signed in. */
    private static boolean isCounted(TwoFactorEvent event) {
        return (event.lookedAt() || "off".equals(event.reason()))
                && counter(event)
                        .filter(counted -> counted.counter() != Counter.PASSWORD)
                        .isPresent();
    }

    private static Optional<CountedAttempt> counter(TwoFactorEvent event) {
        return Counter.of(event.factor()).map(counter -> new CountedAttempt(counter, Bucket.Kind.of(event.counter())));
    }

    private void add(KeycloakSession session, String realmId, Supplier<SecurityEvent> securityEvent) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null && TwoFactorPolicy.of(realm).isPresent()) {
            notifications(session).add(securityEvent.get());
        }
    }

    /** A job about refused codes reads the counter when it runs, so a queued one covers all that follow until then. */
    private static MailQueue.Queued queued(SecurityEvent happened, MailJob job) {
        boolean refused = happened.eventKind() == EventKind.CODE_REFUSED;
        String kind = refused
                ? happened.eventKind() + " " + happened.counter() + " " + happened.passwordAccepted()
                : happened.eventKind().name();
        return new MailQueue.Queued(happened.userId(), kind, refused, job);
    }

    private PendingNotifications notifications(KeycloakSession session) {
        PendingNotifications notifications = session.getAttribute(ATTRIBUTE, PendingNotifications.class);
        if (notifications == null) {
            KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
            ExecutorService executor = executor(session);
            notifications = new PendingNotifications(happened -> tell(sessions, executor, happened));
            session.setAttribute(ATTRIBUTE, notifications);
            session.getTransactionManager().enlistAfterCompletion(notifications);
        }
        return notifications;
    }
}
