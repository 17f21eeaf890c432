package io.github.keycloaktwofactor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The house: which package may know which, what is pure, what is public. */
@AnalyzeClasses(packages = "io.github.keycloaktwofactor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "io.github.keycloaktwofactor.";

    /** Classes that compute and decide, and so must be testable without a server. */
    private static final List<String> PURE = List.of(
            "guard.SignInFacts",
            "guard.NextStep",
            "policy.Obligation",
            "policy.PolicySettings",
            "policy.Requirement",
            "policy.UnknownSetting",
            "policy.SettingHelp",
            "event.TwoFactorChange",
            "keycloak.SoftwareNames",
            "keycloak.FreeLabel",
            "event.EventDetail",
            "notification.Occasion",
            "notification.MailKind",
            "notification.Advice",
            "notification.OneLine",
            "notification.SupportLink",
            "notification.MailQueue",
            "attempt.Waits",
            "attempt.Bucket",
            "attempt.Count",
            "attempt.OwnCounts",
            "attempt.AttemptRow",
            "attempt.AttemptKey",
            "attempt.Verdict",
            "attempt.Outcome",
            "attempt.Standing",
            "session.Evidence",
            "session.NotedIds",
            "session.MarkMethod",
            "session.MethodReferences",
            "totp.TotpSecret",
            "totp.OneTimePassword",
            "totp.StepMatcher",
            "totp.OtpauthUri",
            "totp.QrCode",
            "totp.TypedCode",
            "totp.RecommendedApps",
            "device.DeviceToken",
            "device.BrowserNames",
            "device.BrowserToken",
            "device.Lifetime",
            "device.DeviceCheck",
            "device.TokenAnswer",
            "device.TokenState",
            "device.TrustedDevice",
            "recovery.RecoveryCode",
            "recovery.RecoveryCodeGenerator",
            "recovery.RecoveryCodeHash",
            "recovery.HashedRecoveryCodes",
            "recovery.RecoveryCodeSheet",
            "recovery.SheetText",
            "recovery.PdfFont",
            "recovery.PdfObjects",
            "recovery.RecoveryCodePdf");

    @ArchTest
    static final ArchRule dataFlowsDownTheHouse = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("policy")
            .definedBy(BASE + "policy..")
            .layer("attempt")
            .definedBy(BASE + "attempt..")
            .layer("session")
            .definedBy(BASE + "session..")
            .layer("passkey")
            .definedBy(BASE + "passkey..")
            .layer("profile")
            .definedBy(BASE + "profile..")
            .layer("totp")
            .definedBy(BASE + "totp..")
            .layer("recovery")
            .definedBy(BASE + "recovery..")
            .layer("device")
            .definedBy(BASE + "device..")
            .layer("factor")
            .definedBy(BASE + "factor..")
            .layer("challenge")
            .definedBy(BASE + "challenge..")
            .layer("enrolment")
            .definedBy(BASE + "enrolment..")
            .layer("guard")
            .definedBy(BASE + "guard..")
            .layer("exit")
            .definedBy(BASE + "exit..")
            .layer("notice")
            .definedBy(BASE + "notice..")
            .whereLayer("policy")
            .mayNotAccessAnyLayer()
            .whereLayer("attempt")
            .mayNotAccessAnyLayer()
            .whereLayer("session")
            .mayNotAccessAnyLayer()
            .whereLayer("device")
            .mayOnlyAccessLayers("policy", "attempt", "session")
            .whereLayer("factor")
            .mayOnlyAccessLayers("policy", "attempt", "session", "device")
            .whereLayer("passkey")
            .mayOnlyAccessLayers("policy", "attempt", "session", "factor")
            .whereLayer("profile")
            .mayOnlyAccessLayers("policy", "passkey")
            .whereLayer("totp")
            .mayOnlyAccessLayers("policy", "attempt", "session", "factor", "passkey")
            .whereLayer("recovery")
            .mayOnlyAccessLayers("policy", "attempt", "session", "passkey")
            .whereLayer("challenge")
            .mayOnlyAccessLayers("policy", "attempt", "session", "factor", "passkey", "totp", "recovery", "device")
            .whereLayer("enrolment")
            .mayOnlyAccessLayers(
                    "policy", "attempt", "session", "factor", "passkey", "totp", "recovery", "device", "challenge")
            .whereLayer("guard")
            .mayOnlyAccessLayers(
                    "policy",
                    "attempt",
                    "session",
                    "factor",
                    "passkey",
                    "totp",
                    "recovery",
                    "device",
                    "challenge",
                    "enrolment")
            .whereLayer("exit")
            .mayOnlyAccessLayers("policy", "guard")
            .whereLayer("notice")
            .mayOnlyAccessLayers("policy", "attempt");

    @ArchTest
    static final ArchRule whatDecidesKnowsNoKeycloak = noClasses()
            .that(arePure())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..", "jakarta..");

    @ArchTest
    static final ArchRule timeAndChanceArePassedIn = noClasses()
            .that()
            .doNotHaveSimpleName("ServerClock")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule factoriesAlonePullChanceOutOfTheAir = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Factory")
            .should()
            .callConstructor(java.security.SecureRandom.class);

    @ArchTest
    static final ArchRule classesAreFinal = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveSimpleName("TwoFactorDirectGrantAuthenticator")
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static DescribedPredicate<JavaClass> arePure() {
        return DescribedPredicate.describe(
                "are pure", type -> PURE.contains(type.getName().replace(BASE, "")));
    }
}
