package io.github.keycloaktwofactor.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A picture with the colours that occur most: of a page of text hardly anybody sees a difference, and it is a third as large. */
final class FewColours {

    private static final int MOST = 64;
    private static final int OPAQUE = 0xFF000000;

    private FewColours() {}

    /** The same picture as a PNG with a palette. */
    static byte[] of(byte[] picture) throws IOException {
        BufferedImage all = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(picture)));
        int[] palette = palette(all);
        BufferedImage few = new BufferedImage(
                all.getWidth(),
                all.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE));
        Map<Integer, Integer> indexes = new HashMap<>();
        for (int y = 0; y < all.getHeight(); y++) {
            for (int x = 0; x < all.getWidth(); x++) {
                int colour = all.getRGB(x, y) | OPAQUE;
                int index = indexes.computeIfAbsent(colour, missing -> nearest(palette, missing));
                few.getRaster().setSample(x, y, 0, index);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(few, "png", png);
        return png.toByteArray();
    }

    private static int[] palette(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y) | OPAQUE, 1, Integer::sum);
            }
        }
        List<Integer> byCount = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return byCount.stream().limit(MOST).mapToInt(Integer::intValue).toArray();
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            if (distance(palette[i], colour) < distance(palette[best], colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int red = (one >> 16 & 0xFF) - (other >> 16 & 0xFF);
        int green = (one >> 8 & 0xFF) - (other >> 8 & 0xFF);
        int blue = (one & 0xFF) - (other & 0xFF);
        return red * red + green * green + blue * blue;
    }
}
