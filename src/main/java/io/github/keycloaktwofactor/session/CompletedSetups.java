package io.github.keycloaktwofactor.session;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The types of credentials that a user has set up during a sign-in, on our pages or on Keycloak's. */
public final class CompletedSetups {

    private CompletedSetups() {}

    public static void add(AuthenticationSessionModel authentication, UserModel user, String type) {
        List<String> types = new ArrayList<>(in(authentication, user));
        if (!types.contains(type)) {
            types.add(type);
            types.add(0, user.getId());
            SignInNote.SET_UP.put(authentication, NotedIds.join(types));
        }
    }

    /** In a brokered sign-in the user may change; what the first user has set up does not count for the second. */
    public static List<String> in(AuthenticationSessionModel authentication, UserModel user) {
        List<String> noted = NotedIds.split(SignInNote.SET_UP.in(authentication));
        return !noted.isEmpty() && noted.get(0).equals(user.getId()) ? noted.subList(1, noted.size()) : List.of();
    }
}
