package io.github.keycloaktwofactor.admin;

import io.github.keycloaktwofactor.policy.TypedSettings;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.userprofile.ValidationException;

/** All problems of a request, for one response in Keycloak's error format. */
final class RequestProblems {

    private final List<ErrorRepresentation> errors = new ArrayList<>();

    RequestProblems() {}

    /** Adds settings that have the wrong type or do not exist. */
    RequestProblems(List<TypedSettings.Problem> mistyped) {
        mistyped.forEach(problem -> errors.add(new ErrorRepresentation(problem.key(), problem.text(), null)));
    }

    /** Adds the problems from the validation of the policy. */
    void add(ValidationException refused) {
        refused.getErrors()
                .forEach(error -> errors.add(new ErrorRepresentation(error.getAttribute(), error.getMessage(), null)));
    }

    /** Adds a problem with a field. */
    void add(String field, String text) {
        errors.add(new ErrorRepresentation(field, text, null));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** A response with status 400: a single problem as the error itself, several as a list in it. */
    ErrorResponseException answer() {
        return answer(" ");
    }

    /**
     * The same.
     *
     * @param separator between the texts of several problems; some texts end with a full stop, others do not
     */
    ErrorResponseException answer(String separator) {
        return new ErrorResponseException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON)
                .entity(errors.size() == 1 ? errors.get(0) : all(separator))
                .build());
    }

    private ErrorRepresentation all(String separator) {
        ErrorRepresentation all = new ErrorRepresentation();
        all.setErrorMessage(
                errors.stream().map(ErrorRepresentation::getErrorMessage).collect(Collectors.joining(separator)));
        all.setErrors(errors);
        return all;
    }
}
