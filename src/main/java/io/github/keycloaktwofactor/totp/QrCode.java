package io.github.keycloaktwofactor.totp;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;

/** A QR code as inline SVG markup: nothing to fetch, sharp at any size, readable on a dark page. */
public final class QrCode {

    /** White modules round the symbol; scanners need them (ISO/IEC 18004 §9.1). */
    private static final int QUIET_ZONE = 4;

    private static final int CSS_PIXELS = 240;

    private QrCode() {}

    /**
     * Draws the text with error correction level L: a screen is never dirty, and scanners that miss one symbol in twenty
     * at level M find every one of the coarser symbols. The markup is hidden from assistive technology: the page around it
     * gives the text alternative. It has no style, script or id, so it works in any page with any content security
     * policy.
     *
     * @param text ASCII, at most 2953 characters
     * @throws IllegalArgumentException if the text is neither; the message does not repeat it
     */
    public static String svg(String text) {
        ByteMatrix modules = encode(text);
        int side = modules.getWidth() + 2 * QUIET_ZONE;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\" focusable=\"false\""
                + " width=\"" + CSS_PIXELS + "\" height=\"" + CSS_PIXELS + "\""
                + " viewBox=\"0 0 " + side + " " + side + "\" shape-rendering=\"crispEdges\">"
                + "<rect width=\"" + side + "\" height=\"" + side + "\" fill=\"#fff\"/>"
                + "<path fill=\"#000\" d=\"" + path(modules) + "\"/></svg>";
    }

    private static ByteMatrix encode(String text) {
        // Beyond ASCII the encoder would have to announce a character set, which not every scanner understands.
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("A QR code is made of ASCII text only");
        }
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("Text of " + text.length() + " characters does not fit a QR code", e);
        }
    }

    /** One rectangle for each horizontal run of dark modules. */
    private static String path(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            int x = 0;
            while (x < modules.getWidth()) {
                int start = x;
                while (x < modules.getWidth() && modules.get(x, y) == 1) {
                    x++;
                }
                if (x > start) {
                    int run = x - start;
                    path.append('M').append(start + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                } else {
                    x++;
                }
            }
        }
        return path.toString();
    }
}
