package io.github.keycloaktwofactor.whatif;

import java.util.List;

/**
 * The prediction.
 *
 * @param because each reason, in English, such as {@code role staff via group /Accounting}
 */
public record WhatIfAnswer(Outcome outcome, List<String> because) {}
