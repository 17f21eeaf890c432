package io.github.keycloaktwofactor.adminpage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloaktwofactor.keycloak.PageAddress;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Version;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;
import org.keycloak.utils.StringUtil;

/**
 * {@code /realms/{realm}/two-factor/admin/}: the page for administrators. It is the same for everyone and contains
 * nothing of the realm but URLs. What an administrator may see and do is decided by the REST API, which the page calls
 * with the access token of the administrator.
 */
public final class AdminPage {

    /** The page's own public client, created by the set-up of a realm. */
    static final String CLIENT = "two-factor-admin";

    private static final String KEEP = "public, max-age=31536000, immutable";
    private static final String DO_NOT_KEEP = "no-store";
    private static final String ASK_AGAIN = "no-cache";

    private static final PageFile INDEX = PageFile.of("index.html");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final URI forUsers;
    private final URI forAdmins;
    private final PageHeaders headers;

    AdminPage(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.forUsers = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        this.forAdmins = session.getContext().getUri(UrlType.ADMIN).getBaseUri();
        this.headers = new PageHeaders(session, realm, forUsers, forAdmins);
    }

    /** The page. Its URLs are relative, so a request without the final slash is redirected to the one with it. */
    @GET
    public Response page() {
        if (!session.getContext().getUri().getPath().endsWith("/")) {
            return headers.on(Response.seeOther(PageAddress.ofAdministration(forAdmins, realm)), DO_NOT_KEEP);
        }
        return headers.on(Response.ok(filled(), INDEX.type()), DO_NOT_KEEP);
    }

    /**
     * One of its files.
     *
     * @param version of all files. During a rolling upgrade, nodes may have different versions; the browser then gets
     *     this node's file, and does not cache it
     */
    @GET
    @Path("{version}/{file}")
    public Response file(
            @PathParam("version") String version,
            @PathParam("file") String name,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings) {
        Optional<PageFile> found = PageFiles.find(name);
        if (found.isEmpty()) {
            return notFound();
        }
        PageFile file = found.get();
        String caching = version.equals(PageFiles.version()) ? KEEP : DO_NOT_KEEP;
        String tag = '"' + file.hash() + '"';
        if (tag.equals(known)) {
            return headers.on(Response.notModified().header(HttpHeaders.ETAG, tag), caching);
        }
        boolean compressed = encodings != null && encodings.contains("gzip");
        Response.ResponseBuilder answer = Response.ok(file.content(compressed), file.type())
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (compressed) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return headers.on(answer, caching);
    }

    /** Its texts. A realm can override them at any time, so the browser must revalidate. */
    @GET
    @Path("messages/{language}")
    public Response texts(
            @PathParam("language") String language, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        if (!PageTexts.languages().contains(language)) {
            return notFound();
        }
        byte[] texts = json(PageTexts.in(language, realm.getRealmLocalizationTextsByLocale(language)));
        String tag = '"' + PageFile.hash(texts) + '"';
        Response.ResponseBuilder answer = tag.equals(known)
                ? Response.notModified()
                : Response.ok(texts, MediaType.APPLICATION_JSON_TYPE.withCharset(StandardCharsets.UTF_8.name()));
        return headers.on(answer.header(HttpHeaders.ETAG, tag), ASK_AGAIN);
    }

    private Response notFound() {
        return headers.on(Response.status(Response.Status.NOT_FOUND).type(MediaType.TEXT_PLAIN_TYPE), DO_NOT_KEEP);
    }

    private String filled() {
        Map<String, String> values = Map.of(
                "realm", realm.getName(),
                "title", StringUtil.isBlank(realm.getDisplayName()) ? realm.getName() : realm.getDisplayName(),
                "server", withoutSlash(forUsers),
                "admin", withoutSlash(forAdmins),
                "client", client(),
                "version", PageFiles.version(),
                "vendor", vendor(),
                "languages", String.join(" ", PageTexts.languages()));
        Matcher place = PLACE.matcher(INDEX.text());
        return place.replaceAll(match -> Matcher.quoteReplacement(escaped(values.getOrDefault(match.group(1), ""))));
    }

    /** Empty if the realm does not have it: nobody could sign in to the page. */
    private String client() {
        ClientModel client = realm.getClientByClientId(CLIENT);
        return client != null && client.isEnabled() ? CLIENT : "";
    }

    /** URL of the stylesheet of Keycloak's own consoles; the page also works without it. */
    private String vendor() {
        return forAdmins.getRawPath().replaceAll("/$", "") + "/resources/" + Version.RESOURCES_VERSION
                + "/common/keycloak/vendor";
    }

    private static String withoutSlash(URI base) {
        return base.toString().replaceAll("/$", "");
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static byte[] json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsBytes(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
