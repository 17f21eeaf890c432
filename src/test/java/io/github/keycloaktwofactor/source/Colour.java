package io.github.keycloaktwofactor.source;

import com.microsoft.playwright.Locator;
import java.awt.Color;
import java.util.stream.Stream;

/** What a person would call the colour that something is framed in. */
enum Colour {
    ROSE,
    AMBER,
    EMERALD,
    SLATE;

    static Colour of(Locator element) {
        String css = (String) element.evaluate("e => getComputedStyle(e).borderBlockStartColor");
        int[] rgb = Stream.of(css.replaceAll("[^0-9,]", "").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        float[] hsb = Color.RGBtoHSB(rgb[0], rgb[1], rgb[2], null);
        int hue = Math.round(hsb[0] * 360);
        boolean vivid = hsb[1] > 0.5f;
        if (vivid && hue >= 330) {
            return ROSE;
        } else if (vivid && hue >= 30 && hue <= 60) {
            return AMBER;
        } else if (vivid && hue >= 90 && hue <= 170) {
            return EMERALD;
        } else if (!vivid && hue >= 190 && hue <= 250) {
            return SLATE;
        }
        throw new AssertionError("No colour that a source names: " + css);
    }
}
