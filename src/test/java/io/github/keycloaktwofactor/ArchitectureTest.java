package io.github.keycloaktwofactor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderFactory;

/** The packages: which may know which, what is pure, what is public, who touches notes, tables and templates. */
@AnalyzeClasses(packages = "io.github.keycloaktwofactor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "io.github.keycloaktwofactor.";

    private static final Path SOURCES = Path.of("src/main/java/io/github/keycloaktwofactor");

    /** From the top floor down: each package, and all that it may know. A package knows only those below it. */
    private static final String HOUSE = """
            admin        whatif posture guard enrolment support report policy exemption event role keycloak
            whatif       guard broker challenge grant totp factor device policy session keycloak
            posture      guard enrolment challenge factor policy exemption role store keycloak metric
            support      recovery device attempt session event keycloak
            report       recovery totp factor device attempt policy exemption event store role
            exit         guard policy event keycloak metric
            adminpage    enrolment keycloak
            guard        broker enrolment challenge passkey grant page totp factor policy session event store keycloak
            account      enrolment challenge passkey page totp recovery device attempt policy session event
            broker       passkey page totp factor policy session event keycloak
            enrolment    challenge passkey page totp recovery device factor attempt policy session event store keycloak metric
            challenge    page totp recovery device factor attempt policy session event store keycloak
            passkey      page totp factor policy session keycloak
            grant        totp factor policy session event keycloak
            page         recovery device factor policy session event store keycloak
            profile      factor policy event keycloak
            recovery     factor attempt policy session event keycloak
            totp         factor attempt policy session keycloak
            factor       device policy session store keycloak
            device       attempt policy session event store keycloak
            notification attempt policy event store keycloak metric
            attempt      store keycloak metric
            policy       exemption role
            exemption    store keycloak
            role
            session
            event
            store
            keycloak
            metric
            """;

    private static final int LARGEST_SHARE_PERCENT = 12;

    /** Beside records and enums: classes that compute and decide, and so must be testable without a server. */
    private static final Set<String> PURE = Set.of(
            "device.Lifetime",
            "event.EventDetail",
            "event.IpAddress",
            "keycloak.UniqueLabel",
            "keycloak.KnownUserAgents",
            "notification.MailQueue",
            "notification.OneLine",
            "policy.SettingHelp",
            "recovery.HashedRecoveryCodes",
            "recovery.PdfObjects",
            "recovery.RecoveryCode",
            "recovery.RecoveryCodeGenerator",
            "recovery.RecoveryCodeHash",
            "recovery.RecoveryCodePdf",
            "recovery.RecoveryCodeSheet",
            "session.MethodReferences",
            "session.NotedIds",
            "totp.Base32",
            "totp.OneTimePassword",
            "totp.OtpauthUri",
            "totp.QrCode",
            "totp.RecommendedApps",
            "totp.StepMatcher",
            "totp.TotpSecret",
            "totp.TypedCode");

    /** Records and enums, or the classes around them, that are read from something of Keycloak's, or carry it. */
    private static final Set<String> OF_KEYCLOAK = Set.of(
            "admin.AdminCall",
            "admin.ShownExemption",
            "account.Activity",
            "account.RecentActivity",
            "broker.VerifiedLink",
            "challenge.CodeForm",
            "enrolment.CardMessage",
            "enrolment.PendingKey",
            "enrolment.UnacknowledgedCodes",
            "event.HelpDeskEvent",
            "event.RecoveryCodeUsedEvent",
            "event.TwoFactorEvent",
            "exit.LoginAction",
            "exit.Refusal",
            "factor.LinkId",
            "grant.GrantRule",
            "grant.TokenDecision",
            "guard.PassedSignIn",
            "notification.SecurityEvent",
            "notification.MailJob",
            "notification.Origin",
            "page.FormResult",
            "page.Unavailable",
            "page.PageContext",
            "policy.DeletedNames",
            "role.RoleTarget",
            "session.SignInNote",
            "totp.Authenticator",
            "totp.AuthenticatorSummary",
            "whatif.WhatIfQuestion");

    /** Outside {@code session}: each reads or changes a note of Keycloak's own. */
    private static final Set<String> TOUCH_NOTES = Set.of(
            "broker.BrokeredSignIn",
            "challenge.AuthenticationLevels",
            "challenge.SkippedStep",
            "challenge.TrustedDevicePrompt",
            "enrolment.OtherSessions",
            "exit.Exit",
            "exit.LoginAction",
            "exit.RefusedPage",
            "guard.FactorActions",
            "guard.SatisfiedActions",
            "guard.IdentityLinkListener",
            "guard.BrowserFlowDetour",
            "guard.SignInDecision",
            "page.PageReload",
            "page.Prompt");

    /** Outside {@code store}. */
    private static final Set<String> KNOW_DATABASE = Set.of(
            // The counters' own table.
            "attempt.Attempts",
            "attempt.AttemptStore",
            "attempt.EndedCounts",
            "attempt.RenewedCodes",
            // The exemptions' own table.
            "exemption.ExemptionTable",
            // Keycloak's tables, which no API of Keycloak's reads for a million users.
            "report.Report",
            "report.RoleGraphQuery",
            "report.RowReader",
            // Keycloak's tables: they hear of changed accounts in the transaction itself.
            "notification.AccountRows",
            "notification.KeptAddress");

    /** Outside {@code page}: each of these classes is one page. */
    private static final Set<String> KNOW_TEMPLATES = Set.of(
            "account.DonePage",
            "challenge.CodePage",
            "enrolment.RecoveryCodeUsedPage",
            "enrolment.CodesPage",
            "enrolment.MethodPage",
            "enrolment.MissingRecoveryCodes",
            "enrolment.SetupPage",
            // No page of ours is open there, so there is no request at one.
            "exit.RefusedPage",
            "guard.OpenPages");

    /** Public, though no other package calls them. */
    private static final Set<String> PUBLIC_FOR_A_REASON = Set.of(
            // Others use their constants alone, which the compiler copies.
            "device.TrustedDeviceCredentialModel",
            "event.EventDetail",
            // Holds factories that are named in META-INF/services.
            "exit.GatedActions",
            // Resources of Jakarta REST, and what they answer.
            "admin.ExemptionsResource",
            "admin.SetupChange",
            "admin.PolicyResource",
            "admin.ReportResource",
            "admin.SetupRequest",
            "admin.SetupResource",
            "admin.UserResource",
            "report.UserRow",
            "support.Held",
            "admin.TwoFactorAdminResource",
            "admin.WhatIfResource",
            "adminpage.AdminPage",
            "adminpage.RealmPages",
            "enrolment.TwoFactorLink",
            "whatif.Outcome",
            // Parts of what these calls take and answer.
            "report.ReportFilter",
            // Beans, found by their scope.
            "notification.TwoFactorHealth",
            "posture.FindingsHealth");

    private static final Pattern NOTE = Pattern.compile("(get|set|remove|clear)(Auth|Client|UserSession)?Notes?");

    @ArchTest
    static final ArchRule packagesKnowOnlyWhatLiesBelowThem = house();

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching(BASE + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatDecidesKnowsNoKeycloak = noClasses()
            .that(are("pure", type -> PURE.contains(name(type)) || isValue(type) && !OF_KEYCLOAK.contains(name(type))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..", "jakarta..");

    @ArchTest
    static final ArchRule sessionAloneTouchesNotes = noClasses()
            .that(areOutside("session", TOUCH_NOTES))
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe("a note is touched", call -> isNote(call.getTarget())));

    @ArchTest
    static final ArchRule storeAloneSpeaksSql = noClasses()
            .that(areOutside("store", KNOW_DATABASE))
            .should()
            .dependOnClassesThat(DescribedPredicate.describe("are a database", ArchitectureTest::isDatabase));

    @ArchTest
    static final ArchRule pagesAloneKnowTemplates = noClasses()
            .that(areOutside("page", KNOW_TEMPLATES))
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe(
                    "a template is filled", call -> call.getTarget().getName().equals("createForm")));

    @ArchTest
    static final ArchRule whatIsPublicIsUsedByAnotherPackage = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotAssignableTo(ProviderFactory.class)
            .and(are("not public for a reason", type -> !PUBLIC_FOR_A_REASON.contains(name(type))))
            .should(beUsedByAnotherPackage());

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

    @ArchTest
    static void everyPackageIsInTheHouseAndSaysInTwoSentencesWhatItIs(JavaClasses types) throws IOException {
        Set<String> packages = types.stream()
                .map(type -> type.getPackageName().substring(BASE.length()))
                .collect(Collectors.toSet());
        assertThat(packages).isEqualTo(floors().keySet());
        for (String name : packages) {
            String text = Files.readString(SOURCES.resolve(name).resolve("package-info.java"));
            String javadoc = text.substring(0, text.indexOf("*/"))
                    .replaceAll("(?m)^/?[ *]+", "")
                    .strip();
            assertThat(javadoc.split("\\.(\\s|$)")).as(name).hasSize(2);
        }
    }

    @ArchTest
    static void noPackageIsTooLarge(JavaClasses types) throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        for (String name : floors().keySet()) {
            lines.put(name, codeLines(SOURCES.resolve(name)));
        }
        long all = lines.values().stream().mapToLong(Long::longValue).sum();
        assertThat(lines)
                .allSatisfy((name, of) -> assertThat(of * 100).as(name).isLessThan(all * LARGEST_SHARE_PERCENT));
    }

    /** Neither blank, nor a comment, nor an import. */
    private static long codeLines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long lines = 0;
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.matches("(/?\\*|//|import |package ).*"))
                        .count();
            }
            return lines;
        }
    }

    private static Map<String, List<String>> floors() {
        return HOUSE.lines()
                .map(line -> List.of(line.split("\\s+")))
                .collect(Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));
    }

    private static ArchRule house() {
        LayeredArchitecture house = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : floors().keySet()) {
            house = house.layer(name).definedBy(BASE + name + "..");
        }
        for (Map.Entry<String, List<String>> floor : floors().entrySet()) {
            house = floor.getValue().isEmpty()
                    ? house.whereLayer(floor.getKey()).mayNotAccessAnyLayer()
                    : house.whereLayer(floor.getKey())
                            .mayOnlyAccessLayers(floor.getValue().toArray(String[]::new));
        }
        return house;
    }

    private static DescribedPredicate<JavaClass> are(String what, Predicate<JavaClass> types) {
        return DescribedPredicate.describe("are " + what, types);
    }

    private static DescribedPredicate<JavaClass> areOutside(String room, Set<String> others) {
        return DescribedPredicate.describe(
                "are outside " + room + " and the few named",
                type -> !type.getPackageName().equals(BASE + room) && !others.contains(name(type)));
    }

    /** Of the class that is written in a file of its own, as package and name. */
    private static String name(JavaClass type) {
        return type.getName().replace(BASE, "").replaceAll("\\$.*", "");
    }

    private static boolean isValue(JavaClass type) {
        return type.isRecord() || type.isEnum();
    }

    private static boolean isNote(CodeUnitAccessTarget target) {
        return target.getOwner().getPackageName().startsWith("org.keycloak")
                && NOTE.matcher(target.getName()).matches();
    }

    private static boolean isDatabase(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("java.sql")
                || name.startsWith("javax.sql")
                || name.startsWith("jakarta.persistence")
                || Set.of("store.StateDatabase", "store.RequestDatabase").contains(name(type));
    }

    private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getPackage().getClasses().stream()
                        .filter(part -> name(part).equals(name(type)))
                        .flatMap(part -> part.getDirectDependenciesToSelf().stream())
                        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
                events.add(new SimpleConditionEvent(type, used, name(type) + " is public"));
            }
        };
    }
}
