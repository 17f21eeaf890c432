package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.policy.TwoFactorPolicy;
import io.github.keycloaktwofactor.recovery.RecoveryCode;
import io.github.keycloaktwofactor.recovery.RecoveryCodePdf;
import io.github.keycloaktwofactor.recovery.RecoveryCodeSheet;
import io.github.keycloaktwofactor.recovery.SheetText;
import io.github.keycloaktwofactor.session.PageLifetime;
import io.github.keycloaktwofactor.session.StartedAction;
import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Renders the new recovery codes and the related pages. */
public final class CodesPage {

    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PageContext context;

    CodesPage(PageContext context) {
        this.context = context;
    }

    /** The codes, shown for the first time, with the PDF if it is downloaded automatically. */
    Response first(UnacknowledgedCodes codes) {
        return shown(codes, false, context.settings().codes().openPdf());
    }

    /** The codes, shown again. {@code notSaved}: the box was not ticked. */
    Response shown(UnacknowledgedCodes codes, boolean notSaved) {
        return shown(codes, notSaved, false);
    }

    private Response shown(UnacknowledgedCodes codes, boolean notSaved, boolean openPdf) {
        Map<String, Object> page = page(View.SHOWN, notSaved);
        String created = CREATED.format(codes.created());
        SheetWords words = new SheetWords(context, created, codes.codes().size());
        SheetText own = words.inOwnLanguage();
        page.put("reason", codes.why().text());
        page.put("codes", codes.codes().stream().map(RecoveryCode::display).toList());
        page.put("created", created);
        page.put("fileName", RecoveryCodeSheet.fileName(context.issuer()));
        page.put("download", RecoveryCodeSheet.dataUri(own, codes.codes()));
        page.put("openPdf", openPdf);
        if (codes.why() == UnacknowledgedCodes.Why.ENABLED) {
            page.put("continueUrl", context.settings().pages().continueUrl());
        }
        page.put("pdf", RecoveryCodePdf.dataUri(words.forPdf(), own.title(), codes.created(), codes.codes()));
        return render(page);
    }

    /** After a reload: the codes were shown once and are not shown again. Codes that they replaced are no longer valid. */
    Response hidden(UnacknowledgedCodes codes, boolean notSaved) {
        Map<String, Object> page = page(View.HIDDEN, notSaved);
        if (codes.why() == UnacknowledgedCodes.Why.REGENERATED) {
            page.put(
                    "renewed",
                    Map.of(
                            "clock",
                            PageContext.timeOfDay(codes.created()),
                            "iso",
                            codes.created().toString()));
        }
        return render(page);
    }

    /** At a later sign-in: a new set is offered because nobody confirmed that the last one was saved. */
    Response offer(boolean notSaved) {
        return render(page(View.OFFER, notSaved));
    }

    /** Asks before a set is generated. */
    Response ask(View view) {
        return render(page(view, false));
    }

    /** The page in that view again: too many sets were generated within an hour (rate limit). */
    Response tooOften(View view) {
        Map<String, Object> page = page(view, false);
        page.put("error", "too-often");
        page.put("noneLeft", NewRecoveryCodes.left(context) == 0);
        return render(page);
    }

    private Map<String, Object> page(View view, boolean notSaved) {
        Map<String, Object> page = new HashMap<>();
        page.put("view", view.text());
        page.put("error", notSaved ? "not-saved" : null);
        page.put("onward", !cardFollows());
        return page;
    }

    /** Whether the card is next, not the application. */
    private boolean cardFollows() {
        return StartedAction.isExecuting(context.authentication(), TwoFactorPolicy.SET_UP_ID)
                || RequestedSetup.in(context.authentication());
    }

    private Response render(Map<String, Object> page) {
        if (UnacknowledgedCodes.in(context.authentication())
                .filter(UnacknowledgedCodes::afterSetUp)
                .isPresent()) {
            page.put("afterSetUp", true);
            page.put("twoEntries", new DiscardedKeys(context).any());
        }
        page.put("endSessions", OtherSessions.offeredWithCodes(context));
        Response response = context.form(page).createForm("two-factor-codes.ftl");
        PageLifetime.extend(context.authentication(), context.clock());
        return response;
    }

    /** The view of the page. */
    public enum View {
        SHOWN,
        HIDDEN,
        OFFER,
        /** Asks before a set is replaced. */
        ASK,
        /** Asks users who have no code left, and who opened the page themselves. */
        FIRST,
        /** The same if somebody else asks for the set. */
        DEMANDED;

        /** Its name in the template. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
