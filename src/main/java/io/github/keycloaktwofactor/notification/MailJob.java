package io.github.keycloaktwofactor.notification;

import io.github.keycloaktwofactor.attempt.AttemptKey;
import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counter;
import io.github.keycloaktwofactor.keycloak.PageAddress;
import io.github.keycloaktwofactor.keycloak.ServerClock;
import io.github.keycloaktwofactor.policy.Obligation;
import io.github.keycloaktwofactor.policy.PolicySettings;
import io.github.keycloaktwofactor.policy.PolicySettings.WaitSettings;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.store.FormerAddresses;
import io.github.keycloaktwofactor.store.MailLimits;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.theme.Theme;

/** Writes and sends the mails for one event, after its request. */
final class MailJob implements Runnable {

    private static final Logger LOG = Logger.getLogger(MailJob.class);

    /** The claim of OpenID Connect Core §5.1, which Keycloak's mapper takes from the attribute of the same name. */
    private static final String ZONE = "zoneinfo";

    private static final String CODES = "two-factor-recovery-codes";

    private static final Set<String> FACTORS = Set.of(
            OTPCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            RecoveryAuthnCodesCredentialModel.TYPE);

    private final KeycloakSessionFactory sessions;
    private final SecurityEvent securityEvent;
    private final MailLimits limits;
    private final FormerAddresses former;
    private final Clock clock = ServerClock.INSTANCE;

    MailJob(KeycloakSessionFactory sessions, SecurityEvent securityEvent) {
        this.sessions = sessions;
        this.securityEvent = securityEvent;
        this.limits = MailLimits.of(sessions);
        this.former = FormerAddresses.of(sessions);
    }

    /** In steps, so that no connection is held while it waits for the counters or the mail server. */
    @Override
    public void run() {
        Addressee addressee = KeycloakModelUtils.runJobInTransactionWithResult(sessions, this::addressee);
        List<String> recipients = addressee == null ? List.of() : recipients(addressee);
        if (addressee == null || recipients.isEmpty()) {
            LOG.debugf(
                    "No mail about %s: it is not for the user, who has no verified address, or the realm no mail server"
                            + " or policy",
                    securityEvent.eventKind());
            return;
        }
        Map<Counter, Attempts.Failures> failures =
                securityEvent.eventKind() == EventKind.CODE_REFUSED ? failures() : Map.of();
        int sum = failures.values().stream().mapToInt(Attempts.Failures::sum).sum();
        MailChoice choice = new MailChoice(
                addressee.authenticators(),
                addressee.lowCodes(),
                sum,
                row(failures),
                addressee.waits().attemptsBeforeWait(),
                addressee.waits().maxConsecutiveFailures());
        choice.mails(securityEvent).forEach(kind -> sendOnce(kind, sum, recipients));
    }

    private List<String> recipients(Addressee addressee) {
        List<String> told = former.told(securityEvent.realmId(), securityEvent.userId(), clock.instant());
        AddressChange change = securityEvent.address();
        if (change == null) {
            return Recipients.of(addressee.address(), null, told);
        }
        former.expire(clock.instant());
        if (change.by() == Actor.ADMINISTRATOR && told.contains(change.to())) {
            // The account has its old address again: the addresses in between are notified of that only.
            former.forget(securityEvent.realmId(), securityEvent.userId());
        }
        // For a first address, or one that replaces an unverified one, there is nobody to notify.
        return change.left() == null && told.isEmpty()
                ? List.of()
                : Recipients.of(addressee.address(), change.left(), told);
    }

    private @Nullable Addressee addressee(KeycloakSession session) {
        Recipient recipient = recipient(session);
        if (recipient == null || !hasMailServer(recipient.realm()) || !isFor(session, recipient)) {
            return null;
        }
        long authenticators = recipient
                .user()
                .credentialManager()
                .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                .count();
        PolicySettings settings = recipient.settings();
        return new Addressee(
                verifiedAddress(addressed(session, recipient)),
                (int) authenticators,
                settings.codes().lowThreshold(),
                settings.waits());
    }

    /** Accounts without two-factor are not our concern. */
    private boolean isFor(KeycloakSession session, Recipient recipient) {
        return !securityEvent.eventKind().ofAccount()
                || TwoFactorPolicy.obligation(session, recipient.realm(), recipient.user(), recipient.settings())
                        == Obligation.REQUIRED
                || recipient
                        .user()
                        .credentialManager()
                        .getStoredCredentialsStream()
                        .anyMatch(credential -> FACTORS.contains(credential.getType()));
    }

    /** The recipient; null if the user, the realm or its policy no longer exists. */
    private @Nullable Recipient recipient(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(securityEvent.realmId());
        Optional<PolicySettings> policy = realm == null ? Optional.empty() : TwoFactorPolicy.of(realm);
        if (realm == null || policy.isEmpty()) {
            return null;
        }
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, securityEvent.userId());
        return user == null ? null : new Recipient(realm, user, policy.get());
    }

    /**
     * The user with the current address. A change of the address is handled once its row is committed; Keycloak invalidates its
     * cache of the user a moment later, so the row is read.
     */
    private UserModel addressed(KeycloakSession session, Recipient recipient) {
        UserModel row = securityEvent.address() == null
                ? null
                : session.getProvider(UserProvider.class).getUserById(recipient.realm(), securityEvent.userId());
        return row == null ? recipient.user() : row;
    }

    private static boolean hasMailServer(RealmModel realm) {
        String host =
                realm.getSmtpConfig() == null ? null : realm.getSmtpConfig().get("host");
        return host != null && !host.isEmpty();
    }

    /** A mistyped address belongs to somebody else, who must not learn when and from where this user signs in. */
    private static @Nullable String verifiedAddress(UserModel user) {
        String address = user.getEmail();
        return address == null || address.isEmpty() || !user.isEmailVerified() ? null : address;
    }

    /** On the counter of the refused code; with several browsers, the highest. */
    private int row(Map<Counter, Attempts.Failures> failures) {
        CountedAttempt counted = securityEvent.counter();
        Attempts.Failures found = counted == null ? null : failures.get(counted.counter());
        return counted == null || found == null ? 0 : found.most().getOrDefault(counted.bucket(), 0);
    }

    private Map<Counter, Attempts.Failures> failures() {
        Attempts attempts = Attempts.of(sessions);
        Map<Counter, Attempts.Failures> failures = new EnumMap<>(Counter.class);
        // Wrong passwords are entered by users who are already signed in.
        EnumSet.complementOf(EnumSet.of(Counter.PASSWORD)).forEach(counter -> {
            AttemptKey key = new AttemptKey(securityEvent.realmId(), securityEvent.userId(), counter);
            failures.put(counter, attempts.failures(key));
        });
        return failures;
    }

    private void sendOnce(MailKind kind, int failures, List<String> recipients) {
        Instant now = clock.instant();
        boolean limited = !kind.apart().isZero();
        if (limited && !limits.claim(securityEvent.realmId(), securityEvent.userId(), kind.text(), now, kind.apart())) {
            return;
        }
        boolean sent = false;
        for (String address : recipients) {
            sent |= KeycloakModelUtils.runJobInTransactionWithResult(
                    sessions, session -> send(session, kind, failures, address));
        }
        if (limited && !sent) {
            limits.release(securityEvent.realmId(), securityEvent.userId(), kind.text(), now);
        }
    }

    private boolean send(KeycloakSession session, MailKind kind, int failures, String address) {
        Recipient recipient = recipient(session);
        if (recipient == null) {
            return false;
        }
        RealmModel realm = recipient.realm();
        UserModel user = recipient.user();
        Mail mail = new Mail(
                kind,
                securityEvent,
                account(user, address),
                owned(user),
                failures,
                user.getFirstAttribute(ZONE),
                page(realm),
                recipient.settings().supportText(),
                recipient.settings().supportUrl());
        try {
            Locale locale = session.getContext().resolveLocale(user);
            Theme theme = session.theme().getTheme(Theme.Type.EMAIL);
            String happened = mail.happened(theme.getEnhancedMessages(realm, locale), locale);
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(new UserAtAddress(user, address))
                    .send(
                            Mail.SUBJECT,
                            List.of(organisation(realm), happened),
                            Mail.TEMPLATE,
                            mail.attributes(locale, happened));
            return true;
        } catch (EmailException | IOException | IllegalArgumentException e) {
            LOG.warnf(
                    "The mail '%s' to user %s of realm '%s' was not sent: %s",
                    kind.text(), user.getId(), realm.getName(), OneLine.of(e.getMessage()));
            return false;
        }
    }

    private static Owned owned(UserModel user) {
        return new Owned(has(user, OTPCredentialModel.TYPE), has(user, CODES));
    }

    private static boolean has(UserModel user, String type) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(type)
                .findAny()
                .isPresent();
    }

    /** The realm's display name, sanitized for a header. */
    private static String organisation(RealmModel realm) {
        String name = OneLine.of(realm.getDisplayName());
        return name.isEmpty() ? OneLine.of(realm.getName()) : name;
    }

    /** Empty if there is no such page. */
    private String page(RealmModel realm) {
        String server = securityEvent.origin().server();
        return server.isEmpty() || !TwoFactorPolicy.setsUp(realm)
                ? ""
                : PageAddress.of(URI.create(server), realm).toString();
    }

    /** The user name, as the reader knows it; if it is the address, the mail to the previous address does not disclose the new one. */
    private static String account(UserModel user, String address) {
        boolean byAddress = user.getUsername().equalsIgnoreCase(user.getEmail());
        return OneLine.of(byAddress ? address : user.getUsername());
    }

    private record Recipient(RealmModel realm, UserModel user, PolicySettings settings) {}

    /**
     * @param address verified, or null
     */
    private record Addressee(@Nullable String address, int authenticators, int lowCodes, WaitSettings waits) {}
}
