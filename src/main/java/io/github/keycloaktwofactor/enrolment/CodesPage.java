package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.challenge.Visit;
import io.github.keycloaktwofactor.recovery.RecoveryCode;
import io.github.keycloaktwofactor.recovery.RecoveryCodeSheet;
import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** Renders the panel of new recovery codes and the pages around it. */
final class CodesPage {

    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Visit visit;

    CodesPage(Visit visit) {
        this.visit = visit;
    }

    /** The codes themselves. {@code notSaved} says that the box was left unticked. */
    Response shown(ShownCodes codes, boolean notSaved) {
        Map<String, Object> page = page("shown", notSaved);
        String account = visit.user().getUsername();
        page.put("reason", codes.why().text());
        page.put("codes", codes.codes().stream().map(RecoveryCode::display).toList());
        page.put("created", CREATED.format(codes.created()));
        page.put("fileName", RecoveryCodeSheet.fileName(visit.issuer()));
        page.put("download", RecoveryCodeSheet.dataUri(visit.issuer(), account, codes.created(), codes.codes()));
        return render(page);
    }

    /** After a reload: the codes were shown once and are not shown again. */
    Response hidden(boolean notSaved) {
        return render(page("hidden", notSaved));
    }

    /** At a later sign-in: a new set is offered because nobody confirmed that the last one was saved. */
    Response offer(boolean notSaved) {
        return render(page("offer", notSaved));
    }

    /** Asks before a set is replaced. */
    Response ask() {
        return render(page("ask", false));
    }

    private Map<String, Object> page(String view, boolean notSaved) {
        Map<String, Object> page = new HashMap<>();
        page.put("view", view);
        page.put("error", notSaved ? "not-saved" : null);
        page.put("account", visit.user().getUsername());
        page.put("issuer", visit.issuer());
        page.put("support", visit.support());
        return page;
    }

    private Response render(Map<String, Object> page) {
        return visit.forms().get().setAttribute("twoFactor", page).createForm("two-factor-codes.ftl");
    }
}
