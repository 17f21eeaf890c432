package io.github.keycloaktwofactor.totp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final String URI = "otpauth://totp/Caf%C3%A9%20%26%20Co%20%20HR:a%2Bb%40x.y"
            + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Caf%C3%A9%20%26%20Co%20%20HR"
            + "&algorithm=SHA1&digits=6&period=30";

    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

    @Test
    void aScannerReadsTheTextBack() throws Exception {
        Result result = scan(QrCode.svg(URI));

        assertThat(result.getText()).isEqualTo(URI);
        assertThat(result.getResultMetadata()).containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "L");
    }

    @Test
    void theLongestTextIsReadBackAndALongerOneIsRefusedWithoutRepeatingIt() throws Exception {
        assertThat(scan(QrCode.svg("x".repeat(2953))).getText()).hasSize(2953);
        assertThatThrownBy(() -> QrCode.svg("x".repeat(2954)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("xx");
    }

    @Test
    void isOneRectangleAndOnePathWithAQuietZoneOfFourModules() {
        Element svg = svg(QrCode.svg(URI));
        int side = side(svg);

        assertThat(svg.children()).extracting(Element::tagName).containsExactly("rect", "path");
        assertThat(svg.attr("viewBox")).isEqualTo("0 0 %1$d %1$d".formatted(side));
        assertThat(svg.child(0).attr("height")).isEqualTo(String.valueOf(side));
        assertThat(svg.child(0).attr("fill")).isEqualTo("#fff");
        assertThat(RUN.matcher(svg.child(1).attr("d")).results()).allSatisfy(run -> {
            assertThat(number(run, 1)).isGreaterThanOrEqualTo(4);
            assertThat(number(run, 2)).isBetween(4, side - 5);
            assertThat(number(run, 1) + number(run, 3)).isLessThanOrEqualTo(side - 4);
            assertThat(number(run, 3)).isEqualTo(number(run, 4));
        });
        assertThat(RUN.matcher(svg.child(1).attr("d")).replaceAll("")).isEmpty();
    }

    @Test
    void standsInAnyPageUnderAnyPolicyAndLeavesTheTextAlternativeToThePage() {
        String markup = QrCode.svg(URI);
        Element svg = svg(markup);

        assertThat(svg.attr("width")).isEqualTo("240").isEqualTo(svg.attr("height"));
        assertThat(svg.attr("aria-hidden")).isEqualTo("true");
        assertThat(svg.attr("shape-rendering")).isEqualTo("crispEdges");
        assertThat(markup).doesNotContain("style", "script", "id=", "secret", "href");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Café", "李"})
    void textBeyondAsciiIsRefused(String text) {
        assertThatThrownBy(() -> QrCode.svg(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Result scan(String markup) throws Exception {
        Element svg = svg(markup);
        int scale = 4;
        int pixels = side(svg) * scale;
        BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, pixels, pixels);
        graphics.setColor(Color.BLACK);
        RUN.matcher(svg.child(1).attr("d"))
                .results()
                .forEach(run -> graphics.fillRect(
                        number(run, 1) * scale, number(run, 2) * scale, number(run, 3) * scale, scale));
        graphics.dispose();
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))));
    }

    private static Element svg(String markup) {
        return Jsoup.parseBodyFragment(markup).body().child(0);
    }

    private static int side(Element svg) {
        return Integer.parseInt(svg.child(0).attr("width"));
    }

    private static int number(MatchResult run, int group) {
        return Integer.parseInt(run.group(group));
    }
}
