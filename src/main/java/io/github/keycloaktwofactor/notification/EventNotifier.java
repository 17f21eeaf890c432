package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.Bucket;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.event.EventDetail;
import io.github.keycloaktwofactor.event.HelpDeskEvent;
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
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Reads from events what happened to a user, and sees to it that the user is told when the request is over. */
final class EventNotifier {

    private static final String ATTRIBUTE = EventNotifier.class.getName();

    private static final String CODES_TYPE = "two-factor-recovery-codes";

    private static final String DEVICE_TYPE = "two-factor-trusted-device";

    private static final Set<String> COUNTED = Set.of("wrong", "used", "off");

    private final MailQueue queue;

    EventNotifier(MailQueue queue) {
        this.queue = queue;
    }

    void onEvent(KeycloakSession session, Event event) {
        Map<String, String> details = event.getDetails();
        if (details == null || event.getUserId() == null) {
            return;
        }
        EventKind eventKind = event.getError() == null ? changed(event, details) : refused(details);
        if (eventKind != null) {
            add(
                    session,
                    event.getRealmId(),
                    () -> new SecurityEvent(
                            event.getRealmId(),
                            event.getUserId(),
                            eventKind,
                            Origin.of(session),
                            0,
                            isSecondStep(details) && Boolean.parseBoolean(details.get(EventDetail.PASSWORD)),
                            counter(details).orElse(null),
                            until(details)));
        }
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

    /** Tells at once what is committed already. */
    void tell(KeycloakSessionFactory sessions, Executor executor, SecurityEvent happened) {
        queue.add(happened.realmId(), executor, queued(happened, new MailJob(sessions, happened)));
    }

    /** Where mails are sent. */
    static ExecutorService executor(KeycloakSession session) {
        return session.getProvider(ExecutorsProvider.class).getExecutor("two-factor-mail");
    }

    @SuppressWarnings("deprecation")
    private static @Nullable EventKind changed(Event event, Map<String, String> details) {
        Optional<TwoFactorChange> change = TwoFactorChange.of(details.get(EventDetail.CHANGE));
        if (change.isPresent()) {
            return changed(change.get(), details);
        }
        String type = details.getOrDefault(Details.CREDENTIAL_TYPE, "");
        return switch (event.getType()) {
            case UPDATE_TOTP -> EventKind.AUTHENTICATOR_STORED;
            case REMOVE_TOTP -> EventKind.AUTHENTICATOR_REMOVED;
            case UPDATE_CREDENTIAL -> stored(type);
            case REMOVE_CREDENTIAL -> removed(type, details);
            default -> null;
        };
    }

    private static @Nullable EventKind changed(TwoFactorChange change, Map<String, String> details) {
        return switch (change) {
            case ENABLED -> EventKind.ENABLED;
            case DISABLED -> EventKind.DISABLED;
            case REPLACED -> EventKind.REPLACED;
            case CODES ->
                Boolean.parseBoolean(details.get(EventDetail.FIRST)) ? EventKind.FIRST_CODES : EventKind.NEW_CODES;
            // Who ticks the box at every sign-in, because it holds until the sign-out, would soon read no mail at all.
            case DEVICE -> until(details) == null ? null : EventKind.DEVICE_REMEMBERED;
        };
    }

    private static @Nullable EventKind stored(String type) {
        return switch (type) {
            case OTPCredentialModel.TYPE -> EventKind.AUTHENTICATOR_STORED;
            case CODES_TYPE -> EventKind.NEW_CODES;
            case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                EventKind.KEY_ADDED;
            default -> null;
        };
    }

    private static @Nullable EventKind removed(String type, Map<String, String> details) {
        return switch (type) {
            case OTPCredentialModel.TYPE -> EventKind.AUTHENTICATOR_REMOVED;
            case CODES_TYPE -> EventKind.CODES_REMOVED;
            case DEVICE_TYPE -> "used".equals(details.get(EventDetail.REASON)) ? EventKind.DEVICE_COPIED : null;
            case WebAuthnCredentialModel.TYPE_TWOFACTOR, WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                EventKind.KEY_REMOVED;
            default -> null;
        };
    }

    private static @Nullable EventKind refused(Map<String, String> details) {
        String reason = details.get(EventDetail.REASON);
        boolean ofCode = counter(details)
                // Of a change, by somebody who is signed in already.
                .filter(counted -> counted.counter() != Counter.PASSWORD)
                .isPresent();
        return reason != null && COUNTED.contains(reason) && ofCode ? EventKind.CODE_REFUSED : null;
    }

    /** A code that is to confirm a change comes from somebody who has passed the second step. */
    private static boolean isSecondStep(Map<String, String> details) {
        return !details.containsKey(EventDetail.CHANGE);
    }

    private static Optional<CountedAttempt> counter(Map<String, String> details) {
        return Counter.of(details.get(EventDetail.FACTOR))
                .map(counter -> new CountedAttempt(counter, Bucket.Kind.of(details.get(EventDetail.COUNTER))));
    }

    private static @Nullable Instant until(Map<String, String> details) {
        String until = details.get(EventDetail.UNTIL);
        return until != null && until.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(until)) : null;
    }

    private void add(KeycloakSession session, String realmId, Supplier<SecurityEvent> securityEvent) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null && TwoFactorPolicy.of(realm).isPresent()) {
            notifications(session).add(securityEvent.get());
        }
    }

    /** A job about refused codes reads the counter when it runs, so one that waits tells of all that come until then. */
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
