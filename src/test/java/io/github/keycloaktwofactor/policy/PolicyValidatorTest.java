package io.github.keycloaktwofactor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RoleModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.ValidationException;

class PolicyValidatorTest {

    private final FakeRealm realm = new FakeRealm("shop");

    @Test
    void theFormHasExactlyTheSettingsThatAreRead() {
        assertThat(PolicyForm.properties())
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyElementsOf(
                        Stream.of(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void theFormGoesThroughItsGroupsInTheirOrder() {
        assertThat(Stream.of(Setting.values()).map(Setting::group).distinct()).containsExactly(SettingGroup.values());
        assertThat(Stream.of(Setting.values()).map(Setting::group)).isSorted();
        assertThat(PolicyForm.properties())
                .allSatisfy(property -> assertThat(property.getLabel())
                        .startsWith(Setting.of(property.getName())
                                        .orElseThrow()
                                        .group()
                                        .text() + ": "));
    }

    @Test
    void theFormBeginsWithWhoMustUseTwoFactor() {
        assertThat(PolicyForm.properties().stream().limit(5))
                .extracting(ProviderConfigProperty::getName)
                .containsExactly("requireEveryone", "requireAdmins", "requiredRoles", "exemptRoles", "adminRoles");
    }

    @Test
    void theFormHasOneWordForTwoFactor() {
        assertThat(PolicyForm.properties())
                .extracting(property -> property.getLabel() + " " + property.getHelpText())
                .noneMatch(text -> text.matches("(?i).*(mfa|2fa|multi-factor|two factor|two-factor authentication).*"));
    }

    @Test
    void everyFieldHasAHelpTextAndATypeThatTheDialogCanShow() {
        assertThat(PolicyForm.properties()).allSatisfy(property -> {
            assertThat(property.getHelpText()).isNotBlank();
            assertThat(property.getType())
                    .isIn("boolean", "String", "Text", "Integer", "List", "MultivaluedString", "MultivaluedList");
        });
    }

    @Test
    void savingTheFormAsItComesIsValidAndChangesNothing() {
        Map<String, String> untouched = PolicyForm.properties().stream()
                .filter(property -> property.getDefaultValue() != null)
                .collect(Collectors.toMap(
                        ProviderConfigProperty::getName,
                        property -> property.getDefaultValue().toString()));

        assertThatCode(() -> validate(untouched)).doesNotThrowAnyException();
        assertThat(PolicySettings.from(untouched)).isEqualTo(PolicySettings.from(Map.of()));
    }

    @Test
    void aConfigWithoutValuesIsValid() {
        assertThatCode(() -> validate(null)).doesNotThrowAnyException();
    }

    @Test
    void existingRolesAreValid() {
        realm.role("staff");
        realm.role("crm", "agent");
        Map<String, String> config =
                Map.of("requiredRoles", "staff##crm/agent", "adminRoles", "crm/*", "exemptRoles", "staff");

        assertThatCode(() -> validate(config)).doesNotThrowAnyException();
    }

    @Test
    void aNameThatCanMeanTwoRolesIsRefusedUnlessItIsKnownWhichWasMeant() {
        RoleModel meant = realm.role("a", "b/c");
        realm.role("a/b", "c");

        assertThat(refusal(Map.of("requiredRoles", "a/b/c")))
                .singleElement()
                .extracting(ValidationException.Error::getMessage)
                .isEqualTo(
                        "Who: roles that require two-factor (requiredRoles): 'a/b/c' can mean more than one role, of the clients"
                                + " 'a/b' and 'a'. Rename one of them, or put another role there.");

        realm.guard("requiredRoles", "a/b/c", "roleIds", "{\"a/b/c\":\"" + meant.getId() + "\"}");
        assertThatCode(() -> validate(Map.of("requiredRoles", "a/b/c"))).doesNotThrowAnyException();
    }

    @Test
    void anIdThatWasNotedOfAnotherNameDoesNotSayWhichRoleWasMeant() {
        realm.role("a", "b/c");
        realm.role("a/b", "c");
        RoleModel other = realm.role("other");
        realm.guard("requiredRoles", "a/b/c", "roleIds", "{\"a/b/c\":\"" + other.getId() + "\"}");

        assertThat(refusal(Map.of("requiredRoles", "a/b/c")))
                .singleElement()
                .extracting(ValidationException.Error::getMessage)
                .asString()
                .contains("'a/b/c' can mean more than one role");
    }

    @ParameterizedTest
    @CsvSource({
        "requireEveryone, maybe, Who: require two-factor for everyone (requireEveryone): 'maybe' is neither true nor false.",
        "attemptsBeforeWait, 2, Guessing: wrong codes in a row before a wait (attemptsBeforeWait): '2' is not a whole number from 3 to 10.",
        "maxWaitSeconds, 20, 'Guessing: longest wait in seconds (maxWaitSeconds): ''20'' is less than waitSeconds, which is 30.'",
        "recoveryCodeCount, 21, Codes: recovery codes in a set (recoveryCodeCount): '21' is not a whole number from 1 to 20.",
        "supportUrl, javascript:x, 'Pages: support link (supportUrl): ''javascript:x'' is not an address that starts with https://, http:// or mailto:.'",
        "helpUrl, mailto:a@b.example, 'Pages: help link (helpUrl): ''mailto:a@b.example'' is not an address that starts with https:// or http://.'",
        "forceRegenerateAtOrBelow, 20, 'Codes: force new recovery codes at or below (forceRegenerateAtOrBelow): ''20'' is not a whole number from 0 to 19.'",
        "directGrant, allow, 'Applications: password grant (directGrant): ''allow'' is not one of [CODE, DENY].'",
        "acceptOtherFactors, sms, 'Who: other factors that count (acceptOtherFactors): ''sms'' is not one of webauthn, webauthn-passwordless and none.'",
        "acceptOtherFactors, none##webauthn, Who: other factors that count (acceptOtherFactors): 'none' cannot stand beside other values.",
        "max_auth_age, soon, Pages: maximum age of a sign-in in seconds (max_auth_age): 'soon' is not a whole number from 0 to 999999999.",
        "requiredRoles, staf, 'Who: roles that require two-factor (requiredRoles): there is no role ''staf'' in this realm. Type the name of a realm role, or client-id/role, or client-id/*.'",
        "exemptRoles, crm/*, 'Who: roles exempt from two-factor (exemptRoles): there is no role ''crm/*'' in this realm. Type the name of a realm role, or client-id/role, or client-id/*.'",
        "adminRoles, boss (deleted), 'Who: admin roles (adminRoles): the role ''boss'' was deleted. Remove ''boss (deleted)'' from the list, or put a role there that exists.'",
    })
    void aRefusalNamesTheFieldAndTheValue(String key, String value, String message) {
        assertThat(refusal(Map.of(key, value))).singleElement().satisfies(error -> {
            assertThat(error.getAttribute()).isEqualTo(key);
            assertThat(error.getMessage()).isEqualTo(message);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "requiredRole, '''requiredRole'' is not a setting of two-factor. Did you mean ''requiredRoles''?'",
        "requireeveryone, '''requireeveryone'' is not a setting of two-factor. Did you mean ''requireEveryone''?'",
        "waitSecs, '''waitSecs'' is not a setting of two-factor. Did you mean ''waitSeconds''?'",
        "maxAuthAge, '''maxAuthAge'' is not a setting of two-factor. Did you mean ''max_auth_age''?'",
        "colour, '''colour'' is not a setting of two-factor.'",
    })
    void aKeyThatIsNoSettingIsRefusedWithTheNearestOne(String key, String message) {
        assertThat(refusal(Map.of("requireAdmins", "true", key, "staff")))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.getAttribute()).isEqualTo(key);
                    assertThat(error.getMessage()).isEqualTo(message);
                });
    }

    @Test
    void aKeyThatIsNoSettingPassesOnlyAsItIsStored() {
        realm.guard("requiredRole", "staff");

        assertThatCode(() -> validate(Map.of("requiredRole", "staff"))).doesNotThrowAnyException();
        assertThat(refusal(Map.of("requiredRole", "boss"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"##", "webauthn##", "##webauthn", "'webauthn## ##webauthn-passwordless'"})
    void anEmptyItemOfAListIsRefused(String list) {
        assertThat(refusal(Map.of("acceptOtherFactors", list)))
                .singleElement()
                .extracting(ValidationException.Error::getMessage)
                .isEqualTo("Who: other factors that count (acceptOtherFactors): '" + list
                        + "' has an empty item. Remove it, or fill it in.");
        assertThat(Setting.values())
                .filteredOn(setting ->
                        PolicyForm.properties().get(setting.ordinal()).getType().startsWith("Multivalued"))
                .allSatisfy(setting ->
                        assertThat(refusal(Map.of(setting.key(), "##"))).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"supportText", "requiredRoles", "notASettingOfOurs"})
    void aNulIsRefusedBeforeADatabaseFailsOverIt(String key) {
        assertThat(refusal(Map.of(key, "a\0b"))).singleElement().satisfies(error -> {
            assertThat(error.getAttribute()).isEqualTo(key);
            assertThat(error.getMessage()).isEqualTo("'" + key + "': has a NUL in it.");
        });
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        assertThat(refusal(Map.of("waitSeconds", "x", "requiredRoles", "a##b", "directGrant", "?")))
                .extracting(ValidationException.Error::getAttribute)
                .containsExactlyInAnyOrder("waitSeconds", "requiredRoles", "requiredRoles", "directGrant");
    }

    private List<ValidationException.Error> refusal(Map<String, String> config) {
        return catchThrowableOfType(ValidationException.class, () -> validate(config))
                .getErrors();
    }

    private void validate(Map<String, String> config) {
        RequiredActionConfigModel model = new RequiredActionConfigModel();
        model.setAlias(TwoFactorPolicy.ACTION_ID);
        model.setConfig(config);
        PolicyValidator.validate(realm.model, "partner"::equals, model);
    }
}
