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

/** Everything that is wrong with a policy, for one answer in Keycloak's form. */
final class PolicyProblems {

    private final List<ErrorRepresentation> errors = new ArrayList<>();

    /** Adds what is of a wrong type, or no setting. */
    PolicyProblems(List<TypedSettings.Problem> mistyped) {
        mistyped.forEach(problem -> errors.add(new ErrorRepresentation(problem.key(), problem.text(), null)));
    }

    /** Adds what the validation of the policy has refused. */
    void add(ValidationException refused) {
        refused.getErrors()
                .forEach(error -> errors.add(new ErrorRepresentation(error.getAttribute(), error.getMessage(), null)));
    }

    /** Adds what is wrong with another field of the request. */
    void add(String field, String text) {
        errors.add(new ErrorRepresentation(field, text, null));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** Answers 400. One problem is the answer itself; several are listed in it. */
    ErrorResponseException answer() {
        return new ErrorResponseException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON)
                .entity(errors.size() == 1 ? errors.get(0) : all())
                .build());
    }

    private ErrorRepresentation all() {
        ErrorRepresentation all = new ErrorRepresentation();
        all.setErrorMessage(
                errors.stream().map(ErrorRepresentation::getErrorMessage).collect(Collectors.joining(" ")));
        all.setErrors(errors);
        return all;
    }
}
