package io.github.keycloaktwofactor.adminpage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.server.KeycloakServer;
import io.github.keycloaktwofactor.server.TestRealm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the server answers below {@code /realms/{realm}/two-factor/admin/}: headers, caching, texts, and nothing of the realm. */
@Tag("fast")
final class AdminPageAnswersIT {

    private static final KeycloakServer SERVER = KeycloakServer.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestRealm realm;

    @BeforeAll
    static void setUp() {
        realm = SERVER.realm().update(Map.of("displayName", "A & B \"<script>"));
    }

    @AfterAll
    static void close() {
        realm.close();
    }

    @Test
    void thePageAllowsNoScriptButItsOwnAndNoFrame() throws Exception {
        HttpResponse<byte[]> answer = get("");

        String policy = header(answer, "Content-Security-Policy");
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self' " + SERVER.baseUrl(),
                        "frame-ancestors 'none'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Strict-Transport-Security")).contains("max-age");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        Document page = Jsoup.parse(text(answer));
        assertThat(page.select("script:not([src]), style, [style], [onclick], [onload]"))
                .isEmpty();
    }

    @Test
    void whatTheRealmIsCalledIsEscaped() throws Exception {
        String html = text(get(""));

        assertThat(html).contains("data-title=\"A &amp; B &quot;&lt;script&gt;\"");
        assertThat(Jsoup.parse(html).body().attr("data-title")).isEqualTo("A & B \"<script>");
    }

    @Test
    void withoutItsLastSlashItLeadsToThePage() throws Exception {
        HttpResponse<byte[]> answer = send(realm.url("/two-factor/admin"), Map.of());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo(realm.url("/two-factor/admin/"));
    }

    @Test
    void filesMayBeKeptForTheirAddressFollowsTheirContent() throws Exception {
        String address = scriptAddress();

        HttpResponse<byte[]> answer = get(address);

        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(answer, "Content-Type")).isEqualToIgnoringCase("text/javascript; charset=UTF-8");
        assertThat(get(address, Map.of("If-None-Match", header(answer, "ETag"))).statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> compressed = get(address, Map.of("Accept-Encoding", "gzip, br"));
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(answer.body());
    }

    @Test
    void aFileOfAnotherVersionIsNotKept() throws Exception {
        HttpResponse<byte[]> answer = get("0123456789abcdef/page.js");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyFileThatThePageImportsIsThereAndNoOther() throws Exception {
        String version = scriptAddress().replaceFirst("/.*", "");
        for (String name : List.of("page.js", "dom.js", "rest.js", "what-if.js", "page.css", "icon.svg")) {
            assertThat(get(version + "/" + name).statusCode()).as(name).isEqualTo(200);
        }
        for (String name : List.of("index.html", "messages_en.properties", "..%2Findex.html", "page.js.map")) {
            assertThat(get(version + "/" + name).statusCode()).as(name).isIn(400, 404);
        }
    }

    @Test
    void textsComeInEveryLanguageWithTheRealmsOwn() throws Exception {
        realm.languages("en", "de");
        realm.rest().post("/localization/de", Map.of("two-factor-admin-title", "Zweiter Faktor der Acme"));

        JsonNode german = new ObjectMapper().readTree(get("messages/de").body());

        assertThat(german.path("title").textValue()).isEqualTo("Zweiter Faktor der Acme");
        assertThat(german.path("tab-policy").textValue()).isNotBlank();
        HttpResponse<byte[]> english = get("messages/en");
        assertThat(header(english, "Cache-Control")).isEqualTo("no-cache");
        assertThat(get("messages/en", Map.of("If-None-Match", header(english, "ETag")))
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("messages/pt-BR").statusCode()).isEqualTo(200);
        assertThat(get("messages/xx").statusCode()).isEqualTo(404);
    }

    private static String scriptAddress() throws Exception {
        return Jsoup.parse(text(get(""))).select("script").attr("src");
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return get(path, Map.of());
    }

    private static HttpResponse<byte[]> get(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        return send(realm.url("/two-factor/admin/" + path), headers);
    }

    private static HttpResponse<byte[]> send(String address, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
