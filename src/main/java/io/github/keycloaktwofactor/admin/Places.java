package io.github.keycloaktwofactor.admin;

import java.util.HashMap;
import java.util.Map;

/**
 * The places for calls of one kind on this node, shared by all realms. A realm gets its first place whenever one is
 * free, and another one only if it then has at most half of the places that the other realms leave to it. Two realms
 * therefore never have all places: with <i>b</i> places of the other, a realm has one, or at most half of <i>n - b</i>,
 * and <i>b</i> is itself at most half of <i>n</i>.
 */
final class Places {

    /** With fewer, two realms with one place each would have all of them. */
    private static final int FEWEST = 3;

    private final int all;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param all number of places, at least three */
    Places(int all) {
        if (all < FEWEST) {
            throw new IllegalArgumentException("At least three places: " + all);
        }
        this.all = all;
    }

    /** Takes a place for the realm; false if there is none for it. */
    synchronized boolean take(String realmId) {
        int own = taken.getOrDefault(realmId, 0);
        int free = all - taken.values().stream().mapToInt(Integer::intValue).sum();
        if (free == 0 || (own > 0 && 2 * (own + 1) > own + free)) {
            return false;
        }
        taken.put(realmId, own + 1);
        return true;
    }

    /** Gives a place of the realm back. */
    synchronized void giveBack(String realmId) {
        taken.computeIfPresent(realmId, (id, own) -> own == 1 ? null : own - 1);
    }
}
