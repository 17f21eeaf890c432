package io.github.keycloaktwofactor.browser;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The camera of a phone, held as a hand holds it. One in two hundred symbols, sharp and large as they may be, is not found in
 * a single picture; a phone takes many, each from another distance and angle.
 */
public final class QrScanner {

    private static final Map<DecodeHintType, Object> HINTS = Map.of(
            DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.TRY_HARDER, Boolean.TRUE);

    private static final List<View> VIEWS =
            List.of(new View(1, 0), new View(1.2, 12), new View(2, -7), new View(1.5, 3));

    private QrScanner() {}

    /** What the QR code somewhere in that PNG picture says. */
    public static String scan(byte[] picture) {
        try {
            BufferedImage page = ImageIO.read(new ByteArrayInputStream(picture));
            return VIEWS.stream()
                    .flatMap(view -> read(view.of(page)).stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No scanner finds a QR code in the picture"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> read(BufferedImage seen) {
        try {
            BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(seen)));
            return Optional.of(new MultiFormatReader().decode(bitmap, HINTS).getText());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * How the camera is held.
     *
     * @param scale how near it is
     * @param degrees how far it is turned
     */
    private record View(double scale, double degrees) {

        BufferedImage of(BufferedImage page) {
            int width = (int) (page.getWidth() * scale);
            int height = (int) (page.getHeight() * scale);
            BufferedImage seen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D camera = seen.createGraphics();
            camera.setColor(Color.WHITE);
            camera.fillRect(0, 0, width, height);
            camera.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            camera.rotate(Math.toRadians(degrees), width / 2.0, height / 2.0);
            camera.scale(scale, scale);
            camera.drawImage(page, 0, 0, null);
            camera.dispose();
            return seen;
        }
    }
}
