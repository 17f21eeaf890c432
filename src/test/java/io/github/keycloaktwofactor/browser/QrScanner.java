package io.github.keycloaktwofactor.browser;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** The camera of a phone. */
public final class QrScanner {

    private static final Map<DecodeHintType, Object> HINTS = Map.of(
            DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.TRY_HARDER, Boolean.TRUE);

    private QrScanner() {}

    /** What the QR code somewhere in that PNG picture says. */
    public static String scan(byte[] picture) {
        try {
            BufferedImageLuminanceSource source =
                    new BufferedImageLuminanceSource(ImageIO.read(new ByteArrayInputStream(picture)));
            return new MultiFormatReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)), HINTS)
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("No scanner finds a QR code in the picture", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
