package io.github.keycloaktwofactor.enrolment;

import io.github.keycloaktwofactor.server.Credential;
import java.util.Map;

/** What somebody else takes away while a page of ours is open. */
enum Gone {
    AUTHENTICATOR {
        @Override
        void by(Owner owner) {
            delete(owner, "otp");
        }
    },
    RECOVERY_CODES {
        @Override
        void by(Owner owner) {
            delete(owner, "two-factor-recovery-codes");
        }
    },
    SIGN_INS {
        @Override
        void by(Owner owner) {
            owner.user().rest().post("/logout", Map.of());
        }
    },
    ACCOUNT {
        @Override
        void by(Owner owner) {
            owner.user().update(Map.of("enabled", false));
        }
    },
    /** The role for which the policy demands two-factor. */
    ROLE {
        @Override
        void by(Owner owner) {
            owner.user().revoke("staff");
        }
    },
    POLICY {
        @Override
        void by(Owner owner) {
            owner.realm().switchOff();
        }
    };

    abstract void by(Owner owner);

    private static void delete(Owner owner, String type) {
        owner.user().credentials(type).stream().map(Credential::id).forEach(owner.user()::deleteCredential);
    }
}
