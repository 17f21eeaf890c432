package io.github.keycloaktwofactor.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

/** What the rows of proved links say, those of earlier versions and those that somebody has renamed or imported. */
class VerifiedLinksTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-01T08:00:00Z"), ZoneOffset.UTC);
    private static final FederatedIdentityModel LINK = new FederatedIdentityModel("corp", "id at corp", "alice");
    private static final String EARLIER = "{\"user\":\"aWQgYXQgY29ycA==\"}";
    private static final String NOW = "{\"format\":1,\"alias\":\"corp\",\"user\":\"aWQgYXQgY29ycA==\"}";

    private final UserModel user = mock(UserModel.class);
    private final SubjectCredentialManager credentials = mock(SubjectCredentialManager.class);
    private final List<CredentialModel> rows = new ArrayList<>();
    private final VerifiedLinks links = VerifiedLinks.of(user);

    @BeforeEach
    void keepRowsAsKeycloakDoes() {
        when(user.getId()).thenReturn("user");
        when(user.credentialManager()).thenReturn(credentials);
        when(credentials.getStoredCredentialsByTypeStream(any()))
                .thenAnswer(call -> new ArrayList<>(rows)
                        .stream().filter(row -> call.getArgument(0).equals(row.getType())));
        when(credentials.createStoredCredential(any())).thenAnswer(call -> {
            CredentialModel row = call.getArgument(0);
            row.setId("stored-" + rows.size());
            rows.add(row);
            return row;
        });
        doAnswer(call -> rows.removeIf(row -> call.getArgument(0).equals(row.getId())))
                .when(credentials)
                .removeStoredCredentialById(any());
    }

    @Test
    void aNewRowNamesTheProviderInItsData() {
        links.add(LINK, CLOCK);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.getCredentialData()).isEqualTo(NOW);
            assertThat(row.getUserLabel()).isEqualTo("corp");
        });
        assertThat(links.contain(LINK)).isTrue();
    }

    @Test
    void itIsFoundWhateverItIsCalled() {
        row("Our company", NOW, 1L);

        assertThat(links.contain(LINK)).isTrue();
        links.add(LINK, CLOCK);
        assertThat(rows).hasSize(1);
    }

    @Test
    void aRowOfAnEarlierVersionNamesItInItsLabel() {
        row("corp", EARLIER, 1L);

        assertThat(links.contain(LINK)).isTrue();
        assertThat(links.contain(new FederatedIdentityModel("other", "id at corp", "alice")))
                .isFalse();
    }

    @Test
    void anotherAccountAtTheProviderTakesTheRowsPlace() {
        row("corp", EARLIER, 1L);
        row("Our company", NOW, 1L);
        FederatedIdentityModel other = new FederatedIdentityModel("corp", "another", "alice");
        assertThat(links.contain(other)).isFalse();

        links.add(other, CLOCK);

        assertThat(rows).hasSize(1);
        assertThat(links.contain(other)).isTrue();
        assertThat(links.contain(LINK)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Corp", "CORP", "' corp '"})
    void aLabelThatKeycloakHoldsToBeTakenIsLeftToTheOneWhoHasIt(String label) {
        row(label, EARLIER, 1L);

        links.add(LINK, CLOCK);

        assertThat(rows).extracting(CredentialModel::getUserLabel).containsExactly(label, "corp 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"user\":null}",
                "{\"format\":1,\"user\":\"aWQgYXQgY29ycA==\"}",
                "{\"format\":2,\"alias\":\"corp\",\"user\":\"aWQgYXQgY29ycA==\"}"
            })
    void aRowThatCannotBeReadProvesNothingAndIsInNobodysWay(String data) {
        row("corp", data, 1L);

        assertThat(links.contain(LINK)).isFalse();
        links.add(LINK, CLOCK);
        assertThat(links.contain(LINK)).isTrue();
    }

    @Test
    void neitherDoesOneWithoutData() {
        row(null, null, 1L);

        assertThat(links.contain(LINK)).isFalse();
    }

    @Test
    void norOneOfWhichNobodyKnowsWhenItWasProved() {
        row("corp", NOW, null);
        CredentialModel authenticator = row("app", "{}", 1L);
        authenticator.setType("otp");

        assertThat(links.contain(LINK)).isFalse();
    }

    @Test
    void whatCannotBeKeptEndsNoSignIn() {
        doThrow(new ModelDuplicateException("taken")).when(credentials).createStoredCredential(any());

        assertThatCode(() -> links.add(LINK, CLOCK)).doesNotThrowAnyException();
    }

    private CredentialModel row(@Nullable String label, @Nullable String data, @Nullable Long created) {
        CredentialModel row = new CredentialModel();
        row.setId("row-" + rows.size());
        row.setType(VerifiedLinks.TYPE);
        row.setUserLabel(label);
        row.setCredentialData(data);
        row.setCreatedDate(created);
        rows.add(row);
        return row;
    }
}
