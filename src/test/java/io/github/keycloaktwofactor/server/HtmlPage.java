package io.github.keycloaktwofactor.server;

import java.net.URI;
import java.net.http.HttpHeaders;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a browser got.
 *
 * @param status the HTTP status
 * @param uri where it came from, after redirects
 * @param headers the answer's headers
 * @param body the text as it came
 * @param document the body, parsed
 */
public record HtmlPage(int status, URI uri, HttpHeaders headers, String body, Document document) {
    static HtmlPage of(int status, URI uri, HttpHeaders headers, String body) {
        return new HtmlPage(status, uri, headers, body, Jsoup.parse(body, uri.toString()));
    }

    /** The whole visible text, white space made single. */
    public String text() {
        return document.text();
    }

    public String title() {
        return document.title();
    }

    public boolean has(String css) {
        return document.selectFirst(css) != null;
    }

    /** The text of the first element that matches; empty when there is none. */
    public String text(String css) {
        Element element = document.selectFirst(css);
        return element == null ? "" : element.text();
    }

    /** An attribute of the first element that matches; empty when there is none. */
    public String attribute(String css, String name) {
        Element element = document.selectFirst(css);
        return element == null ? "" : element.attr(name);
    }

    /** The value of the input field of that name; empty when there is none. */
    public String value(String field) {
        return attribute("[name=" + field + "]", "value");
    }

    /** Whether the page offers that button: {@code name=do} with this value. */
    public boolean offers(String button) {
        return has(doIs(button));
    }

    static String doIs(String button) {
        return "[name=do][value=" + button + "]";
    }
}
