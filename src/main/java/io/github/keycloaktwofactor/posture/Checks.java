package io.github.keycloaktwofactor.posture;

import io.github.keycloaktwofactor.keycloak.ServerClock;
import java.util.List;
import java.util.stream.Stream;

/** All checks, in the order of {@code docs/posture.md}. */
final class Checks {

    /** Checks that depend on the configuration of realm and server. */
    private static final List<Check> DEPENDING = List.of(
            new TwoFactorOff(),
            new SettingsNeverSaved(),
            new NobodyRequired(),
            new ReportOnlyTooLong(ServerClock.INSTANCE),
            new AdminsNotRequired(),
            new GuardNotFirst(),
            new SetUpActionOff(),
            new CodesActionOff(),
            new StockOtpByDefault(),
            new StockRecoveryCodesOn(),
            new UnreadableSetting(),
            new RoleGone(),
            new EveryoneExempt(),
            new ExemptionInUse(),
            new ExemptionEndsSoon(),
            new ExemptionByClientRole(),
            new RequirementByClientRole(),
            new ClientBrowserFlow(),
            new ClientGrantFlow(),
            new GrantFlowWithoutCode(),
            new ClientPasswordGrant(),
            new ClientPolicyFlow(),
            new ResetRemovesOtp(),
            new ForgottenPassword(),
            new ConditionalOtpSkips(),
            new KeyStepMissing(),
            new ProviderTrusted(),
            new ProviderNotTrusted(),
            new ProviderPostLoginFlow(),
            new ProviderTrustsEmail(),
            new ProviderLinksAlone(),
            new ProviderForcesSync(),
            new EventsNotSaved(),
            new EventTypesMissing(),
            new AdminEventsNotSaved(),
            new AdminEventDetailsOff(),
            new NoMailServer(),
            new AddressesNotVerified(),
            new RegistrationUnverified(),
            new LongSessions(),
            new LongRememberedSessions(),
            new EndlessOfflineSessions(),
            new OldSessionsGoOn(),
            new TrustedDevicesOn(),
            new BruteForceDetectionOff(),
            new PowerfulAdmins(),
            new OldKeycloak(),
            new OverrideLeftOut(),
            new FeatureOn(),
            new FeatureOff());

    static final List<Check> ALL =
            Stream.concat(DEPENDING.stream(), Stream.of(OpenByNature.values())).toList();

    private Checks() {}
}
