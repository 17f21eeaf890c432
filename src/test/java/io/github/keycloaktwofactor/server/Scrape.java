package io.github.keycloaktwofactor.server;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code /metrics} of a server shows of two-factor at one moment.
 *
 * @param values by the whole line before the value, with labels in alphabetical order
 */
public record Scrape(Map<String, Double> values) {

    private static final Pattern LINE = Pattern.compile("(two_factor_\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    public static Scrape of(KeycloakServer server) {
        String text = Http.send(HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics"))
                        .build())
                .body();
        Map<String, Double> values = new TreeMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> values.put(line.group(1) + labels(line.group(2)), Double.parseDouble(line.group(3))));
        return new Scrape(values);
    }

    private static String labels(String written) {
        return written == null
                ? "{}"
                : LABEL.matcher(written)
                        .results()
                        .map(label -> label.group(1) + "=" + label.group(2))
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** What has been counted since then, without what is as it was. */
    public Map<String, Integer> since(Scrape before) {
        Map<String, Integer> more = new TreeMap<>();
        values.forEach((line, value) -> {
            int counted = (int) (value - before.values().getOrDefault(line, 0.0));
            if (counted != 0) {
                more.put(line, counted);
            }
        });
        return more;
    }

    /** The labels of each metric, by its name. */
    public Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new TreeMap<>();
        values.keySet().forEach(line -> {
            Set<String> of = labels.computeIfAbsent(line.replaceAll("\\{.*", ""), name -> new TreeSet<>());
            Pattern.compile("[{,](\\w+)=").matcher(line).results().forEach(label -> of.add(label.group(1)));
        });
        return labels;
    }
}
