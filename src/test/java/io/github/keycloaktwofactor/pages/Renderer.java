package io.github.keycloaktwofactor.pages;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Renders as Keycloak's DefaultFreeMarkerProvider does: HTML escaping on, no class may be resolved. */
final class Renderer {

    static final String ACTION = "https://sso.example.org/login-actions/authenticate?session_code=a&execution=b";

    /** Calls the sections in the order of keycloak.v2. */
    private static final String WITH_HEADING = """
            <#macro registrationLayout bodyClass="" displayInfo=false displayMessage=true displayRequiredFields=false>
            <!DOCTYPE html>
            <html lang="en"><head><title>${title!}</title></head><body>
            <h1 id="kc-page-title"><#nested "header"></h1>
            <#nested "show-username">
            <#nested "form">
            <#if displayInfo><#nested "info"></#if>
            </body></html>
            </#macro>
            """;

    /** What base does once it knows the user: the name stands where the heading would. */
    private static final String WITH_USER_NAME =
            WITH_HEADING.replace("<h1 id=\"kc-page-title\"><#nested \"header\"></h1>", "");

    private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
    private final Map<String, Object> model = new HashMap<>();
    private final Properties messages = messages();
    private final Set<String> asked = new TreeSet<>();

    private Renderer(TemplateLoader theme, Map<String, ?> themeModel) {
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocalizedLookup(false);
        configuration.setLogTemplateExceptions(false);
        configuration.setTemplateLoader(new MultiTemplateLoader(
                new TemplateLoader[] {theme, new ClassTemplateLoader(Renderer.class, "/theme-resources/templates")}));
        model.put("properties", Map.of());
        model.put("url", Map.of("loginAction", ACTION, "resourcesPath", "/resources/r1/login/any"));
        model.put("msg", (TemplateMethodModelEx) this::message);
        model.put("advancedMsg", (TemplateMethodModelEx) arguments -> arguments.get(0));
        model.putAll(themeModel);
    }

    static Renderer showingTheHeading() {
        return new Renderer(stub(WITH_HEADING), Map.of());
    }

    static Renderer showingTheUserName() {
        return new Renderer(stub(WITH_USER_NAME), Map.of());
    }

    /** Renders inside another theme, for instance one that was unpacked from a distribution. */
    static Renderer inside(TemplateLoader theme, Map<String, ?> themeModel) {
        return new Renderer(theme, themeModel);
    }

    String render(PageState page) {
        Map<String, Object> data = new HashMap<>(model);
        data.put("twoFactor", page.values());
        StringWriter out = new StringWriter();
        try {
            configuration.getTemplate(page.template()).process(data, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException(page.name() + ": " + e.getMessage(), e);
        }
        return out.toString();
    }

    /** The message keys that were asked for so far. */
    Set<String> asked() {
        return asked;
    }

    static Properties messages() {
        Properties messages = new Properties();
        try (Reader reader = new InputStreamReader(
                Renderer.class.getResourceAsStream("/theme-resources/messages/messages_en.properties"),
                StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    private static TemplateLoader stub(String layout) {
        StringTemplateLoader loader = new StringTemplateLoader();
        loader.putTemplate("template.ftl", layout);
        return loader;
    }

    /** Keycloak 26.4 hands on nothing but texts; a number would reach MessageFormat as an unknown object. */
    private Object message(List<?> arguments) throws TemplateModelException {
        Object[] texts = new Object[arguments.size()];
        for (int i = 0; i < texts.length; i++) {
            if (!(arguments.get(i) instanceof TemplateScalarModel scalar)) {
                throw new TemplateModelException("msg was called with something that is not a text: " + arguments);
            }
            texts[i] = scalar.getAsString();
        }
        String key = (String) texts[0];
        asked.add(key);
        Object[] values = List.of(texts).subList(1, texts.length).toArray();
        return new MessageFormat(messages.getProperty(key, key), Locale.ENGLISH).format(values);
    }
}
