package io.github.keycloaktwofactor.account;

import io.github.keycloaktwofactor.attempt.Attempts;
import io.github.keycloaktwofactor.attempt.Counters;
import io.github.keycloaktwofactor.enrolment.CardMessage;
import io.github.keycloaktwofactor.enrolment.SetupPage;
import io.github.keycloaktwofactor.page.PageContext;
import io.github.keycloaktwofactor.recovery.RecoveryCodes;
import io.github.keycloaktwofactor.recovery.RecoveryCodesCredentialModel;
import io.github.keycloaktwofactor.totp.AuthenticatorSummary;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the two-factor card of an enrolled user: what is set up, its state, and the available actions. */
final class CardPage {

    private final PageContext context;
    private final SetupPage frame;
    private final DisableTwoFactor removal;

    CardPage(PageContext context, SetupPage frame, DisableTwoFactor removal) {
        this.context = context;
        this.frame = frame;
        this.removal = removal;
    }

    Response show(@Nullable CardMessage message) {
        return show(message, null, null);
    }

    /** The card again with its last section open, because the confirmation for disabling two-factor was refused. */
    Response notDisabled(DisableRefusal refusal) {
        return show(null, null, refusal);
    }

    /** The card again, because the new key can no longer be confirmed. */
    Response gone() {
        return show(null, "replace-gone", null);
    }

    private Response show(@Nullable CardMessage message, @Nullable String error, @Nullable DisableRefusal refusal) {
        Counters counters = Attempts.of(context.session())
                .counters(context.realm().getId(), context.user().getId());
        Map<String, Object> page = new HashMap<>();
        page.put("message", message == null ? null : message.text());
        page.put("authenticators", authenticators(counters));
        codes(page, counters);
        frame.replacement(page, counters);
        page.put("devices", new DeviceList(context).shown());
        page.put("mandatory", removal.required());
        page.put("disable", disable(refusal));
        page.put("activity", new RecentActivity(context).shown());
        return frame.render("enabled", refusal == null ? error : "disable", page);
    }

    private List<Map<String, Object>> authenticators(Counters counters) {
        LocalDates dates = new LocalDates(context);
        return AuthenticatorSummary.of(context.user(), counters, context.clock()).stream()
                .map(known -> {
                    Map<String, Object> shown = new HashMap<>();
                    shown.put("label", known.label());
                    shown.put("confirmed", date(dates, known.confirmed()));
                    shown.put("lastUsed", date(dates, known.lastUsed()));
                    return shown;
                })
                .toList();
    }

    private static @Nullable Map<String, String> date(LocalDates dates, @Nullable Instant instant) {
        return instant == null ? null : dates.day(instant);
    }

    private void codes(Map<String, Object> page, Counters counters) {
        RecoveryCodes codes = context.recoveryCodes();
        Optional<RecoveryCodesCredentialModel> set = codes.set();
        int total = set.map(RecoveryCodesCredentialModel::count).orElse(0);
        int left = set.map(stored -> codes.left(stored, counters)).orElse(0);
        page.put("codesLeft", left);
        page.put("codesTotal", total);
        page.put("codesLow", left > 0 && context.settings().codes().few(left, total));
        page.put(
                "codesUnsaved",
                left > 0 && set.filter(stored -> !stored.acknowledged()).isPresent());
    }

    private Map<String, Object> disable(@Nullable DisableRefusal refusal) {
        Map<String, Object> disable = new HashMap<>();
        disable.put("forbidden", removal.forbidden());
        disable.put("required", removal.required());
        disable.put("asks", removal.asks().text());
        if (refusal != null) {
            disable.put("field", refusal.of().text());
            Instant until = refusal.result().waitUntil();
            disable.put("reason", refusal.result().told().text());
            disable.put("wait", until == null ? null : context.waiting(until));
        }
        return disable;
    }
}
