package io.github.keycloaktwofactor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** The time stamp that all tabs of a browser share: Keycloak takes a form while it is less than a minute old. */
class PageLifetimeTest {

    private static final int LIFESPAN = 60;
    private static final int NOW = 1_000_000;
    private static final Instant TEN_MINUTES = Instant.ofEpochSecond(NOW + 600);

    private final RootAuthenticationSessionModel browser = mock(RootAuthenticationSessionModel.class);
    private final Map<String, AuthenticationSessionModel> tabs = new HashMap<>();
    private final AuthenticationSessionModel tab = tab("one");
    private int stamp;

    @BeforeEach
    void aPageHasBeenMade() {
        stamp = NOW;
        RealmModel realm = mock(RealmModel.class);
        lenient().when(realm.getAccessCodeLifespanUserAction()).thenReturn(LIFESPAN);
        lenient().when(browser.getRealm()).thenReturn(realm);
        lenient().when(browser.getTimestamp()).thenAnswer(call -> stamp);
        lenient().doAnswer(call -> stamp = call.getArgument(0)).when(browser).setTimestamp(anyInt());
        lenient().when(browser.getAuthenticationSessions()).thenReturn(tabs);
    }

    private AuthenticationSessionModel tab(String id) {
        AuthenticationSessionModel made = mock(AuthenticationSessionModel.class);
        Map<String, String> notes = new HashMap<>();
        lenient().when(made.getAction()).thenReturn(AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name());
        lenient().when(made.getParentSession()).thenReturn(browser);
        lenient().when(made.getTabId()).thenReturn(id);
        lenient().when(made.getAuthNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        lenient()
                .doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(made)
                .setAuthNote(anyString(), any());
        lenient()
                .doAnswer(call -> notes.remove(call.<String>getArgument(0)))
                .when(made)
                .removeAuthNote(anyString());
        tabs.put(id, made);
        return made;
    }

    private static Clock after(int seconds) {
        return Clock.fixed(Instant.ofEpochSecond(NOW + seconds), ZoneOffset.UTC);
    }

    private boolean isOpen(int seconds) {
        return !PageLifetime.hasEnded(tab, after(seconds));
    }

    @Test
    void withoutAnythingToWaitForKeycloaksOwnTimeHolds() {
        PageLifetime.extend(tab, after(0));

        assertThat(isOpen(LIFESPAN - 1)).isTrue();
        assertThat(isOpen(LIFESPAN)).isFalse();
    }

    @Test
    void aPageLastsAsLongAsWhatItShowsAndNoLonger() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        PageLifetime.extend(tab, after(0));

        assertThat(isOpen(600)).isTrue();
        assertThat(isOpen(602)).isFalse();
    }

    @Test
    void aPageOfAnotherTabDoesNotShortenIt() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        PageLifetime.extend(tab, after(0));
        AuthenticationSessionModel other = tab("two");
        stamp = NOW + 100;
        PageLifetime.extend(other, after(100));

        assertThat(isOpen(600)).isTrue();
        assertThat(isOpen(602)).isFalse();
    }

    @Test
    void aRealmWhosePagesLastLongerIsLeftAlone() {
        PageLifetime.lastsUntil(tab, Instant.ofEpochSecond(NOW + 30));
        PageLifetime.extend(tab, after(0));

        assertThat(stamp).isEqualTo(NOW);
    }

    @Test
    void whatIsOverKeepsNothing() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        PageLifetime.isOver(tab);
        PageLifetime.extend(tab, after(0));

        assertThat(stamp).isEqualTo(NOW);
    }

    @Test
    void whatHasRunOutKeepsNothing() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        stamp = NOW + 700;
        PageLifetime.extend(tab, after(700));

        assertThat(stamp).isEqualTo(NOW + 700);
    }

    @Test
    void aSignInThatHasEndedIsNotBroughtBackByAnotherTab() {
        assertThat(isOpen(LIFESPAN)).isFalse();
        assertThat(PageLifetime.end(tab, "first")).isEqualTo("first");
        assertThat(PageLifetime.end(tab, "second")).isEqualTo("first");
        stamp = NOW + 100;

        assertThat(isOpen(100)).isFalse();
    }

    @Test
    void aSignInThatIsStillInItsFlowIsKeycloaksOwnAffair() {
        lenient().when(tab.getAction()).thenReturn(AuthenticationSessionModel.Action.AUTHENTICATE.name());

        assertThat(isOpen(10_000)).isTrue();
    }

    /** How Keycloak leaves the other tabs of a browser in which a sign-in has completed. */
    private void anotherTabHasCompleted() {
        stamp = NOW - 1740;
    }

    @Test
    void aPageThatWaitsOutlastsTheSignInOfAnotherTab() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        PageLifetime.extend(tab, after(0));
        AuthenticationSessionModel other = tab("two");
        tabs.remove("two");
        anotherTabHasCompleted();
        PageLifetime.extendOthers(other, after(0));

        assertThat(isOpen(600)).isTrue();
        assertThat(isOpen(602)).isFalse();
    }

    @Test
    void aCompletedSignInKeepsNothingForItself() {
        AuthenticationSessionModel completed = tab("two");
        PageLifetime.lastsUntil(completed, TEN_MINUTES);
        tabs.remove("two");
        anotherTabHasCompleted();
        PageLifetime.extendOthers(completed, after(0));

        assertThat(isOpen(0)).isFalse();
    }

    @Test
    void aTabIsOvertakenByAnotherThatCompletesAfterItsLastPage() {
        PageLifetime.extend(tab, after(0));
        assertThat(PageLifetime.isOvertaken(tab)).isFalse();
        anotherTabHasCompleted();

        assertThat(PageLifetime.isOvertaken(tab)).isTrue();
    }

    /** A note would store it again. */
    @Test
    void aTabThatKeycloakHasRemovedIsNotBroughtBack() {
        tabs.remove("one");

        PageLifetime.extend(tab, after(0));

        verify(tab, never()).setAuthNote(anyString(), any());
    }

    @Test
    void aPageThatWasOpenTooLongIsNotOvertaken() {
        PageLifetime.extend(tab, after(0));

        assertThat(isOpen(LIFESPAN)).isFalse();
        assertThat(PageLifetime.isOvertaken(tab)).isFalse();
    }

    /** The timestamp is then in the future, and the next page of any tab sets it to now. */
    @Test
    void anotherTabThatNoLongerWaitsHasNotOvertaken() {
        AuthenticationSessionModel waiting = tab("two");
        PageLifetime.lastsUntil(waiting, TEN_MINUTES);
        PageLifetime.extend(waiting, after(0));
        PageLifetime.extend(tab, after(1));
        PageLifetime.isOver(waiting);
        stamp = NOW + 2;

        assertThat(PageLifetime.isOvertaken(tab)).isFalse();
    }

    /** It was kept open, and its user has to know what has ended with it. */
    @Test
    void aPageThatWaitsIsNeverOvertaken() {
        PageLifetime.lastsUntil(tab, TEN_MINUTES);
        PageLifetime.extend(tab, after(0));
        anotherTabHasCompleted();

        assertThat(PageLifetime.isOvertaken(tab)).isFalse();
    }

    @Test
    void whatHasEndedForGoodIsNotOvertaken() {
        PageLifetime.extend(tab, after(0));
        PageLifetime.end(tab, "ended");
        anotherTabHasCompleted();

        assertThat(PageLifetime.isOvertaken(tab)).isFalse();
    }
}
