import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The demo: a Keycloak of its own under {@code target/demo}, with this project's JAR and the realm {@code demo}.
 * {@code mvn -Pdemo} runs this file as it stands, with five arguments: Keycloak's distribution as a zip, its version,
 * the JAR, the realm's export, the port.
 */
public final class Demo {

    private static final Path HOME = Path.of("target", "demo");

    /** Tells the build that the demo did not run; the reason is already on the screen. */
    private static final Path NOT_RUN = HOME.resolve("not-run");

    /** Exit code of a run that ended with a {@link Refusal}; the build takes every other one for a fault. */
    private static final int REFUSED = 3;

    private Demo() {}

    public static void main(String[] args) throws Exception {
        Files.createDirectories(HOME);
        Files.deleteIfExists(NOT_RUN);
        try {
            run(Path.of(args[0]), args[1], Path.of(args[2]), Path.of(args[3]), port(args[4]));
        } catch (Refusal refusal) {
            System.err.println();
            System.err.println(refusal.getMessage());
            System.err.println();
            Files.writeString(NOT_RUN, refusal.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void run(Path zip, String version, Path jar, Path realm, int port) throws Exception {
        // Closed by the end of the process, which is also what frees the lock.
        FileChannel lock = FileChannel.open(HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new Refusal("The demo of this directory is already running.");
        }
        if (taken(port)) {
            throw new Refusal("Port " + port + " is taken by another program: end that one, or choose another port"
                    + " with mvn -Pdemo -Dport=" + (port < 65_000 ? port + 100 : 8080) + ".");
        }
        Distribution keycloak =
                new Distribution(HOME.resolve("keycloak-" + version).toAbsolutePath());
        keycloak.unpack(zip);
        Server server = new Server(keycloak);
        keycloak.put(realm, "data", "import", "demo-realm.json");
        if (!keycloak.isBuiltWith(jar)) {
            say("Preparing Keycloak " + version + " (only when the JAR has changed, about half a minute) ...");
            keycloak.forgetBuild();
            keycloak.put(jar, "providers", "keycloak-two-factor.jar");
            server.runToEnd("kc.sh build", "build", "--db=dev-file");
            keycloak.rememberBuiltWith(jar);
        }
        say("Starting Keycloak " + version + " on port " + port + " ...");
        server.start(port);
        server.awaitRealm(port);
        welcome(System.out, port);
        server.awaitEnd();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below, together with a number out of range.
        }
        throw new Refusal("-Dport=" + text + " is not a port: it takes a number from 1 to 65535.");
    }

    /** Asks in both ways: on some systems one can listen beside a program that listens on all addresses. */
    private static boolean taken(int port) {
        for (String address : List.of("127.0.0.1", "::1")) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 500);
                return true;
            } catch (IOException e) {
                // Nobody answers there.
            }
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }

    private static void welcome(PrintStream out, int port) {
        out.printf("""

                ------------------------------------------------------------------------------------------
                Keycloak is up, and the realm "demo" demands two-factor of admins and of the role "staff".

                  Sign in here     http://localhost:%1$d/realms/demo/account/
                  Admin console    http://localhost:%1$d/admin/    as admin, password admin

                Five people, each with the password demo:

                  ada    is an admin: has the role realm-admin                         must set up two-factor
                  carl   is an admin: his role "helpdesk" contains view-users          must set up two-factor
                  grace  is in the group "Accounting", which carries the role "staff"  must set up two-factor
                  nora   is named by nothing                                           password is enough
                  erin   has the role "staff", and "two-factor-exempt" too             password is enough

                "Must set up": after the password comes a QR code for an authenticator app on a phone, then
                eight recovery codes. From then on every sign-in asks for a code from the app, or for one of
                the recovery codes. Nora and Erin are let in; they may set it up of their own accord at
                http://localhost:%1$d/realms/demo/account/account-security/signing-in
                To be someone else, sign out first or use a private window.

                The policy: admin console, realm "demo", Authentication, Required actions,
                the gear beside "Two-Factor: policy".

                Ctrl-C ends the server. The next "mvn -Pdemo" finds everything as it was left;
                "mvn clean" throws it away. The server's log is target/demo/server.log.
                ------------------------------------------------------------------------------------------
                """, port);
    }

    /** A reason why the demo does not run, in a sentence for the person who started it. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** Keycloak's unpacked files. */
    private static final class Distribution {

        private final Path home;
        private final Path stamp;

        Distribution(Path home) {
            this.home = home;
            this.stamp = home.resolve("built-with");
        }

        String script() {
            boolean windows =
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
            return home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString();
        }

        /** Unpacks beside the final place and moves, so that an interrupted run leaves nothing half done. */
        void unpack(Path zip) throws IOException {
            if (Files.isDirectory(home)) {
                return;
            }
            say("Unpacking " + zip.getFileName() + " to " + HOME + " ...");
            Path unpacking = home.resolveSibling("unpacking");
            delete(unpacking);
            try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    Path file = unpacking.resolve(entry.getName()).normalize();
                    if (!file.startsWith(unpacking)) {
                        throw new Refusal(zip + " holds a file outside its own directory: " + entry.getName());
                    }
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                    } else {
                        Files.createDirectories(file.getParent());
                        Files.copy(in, file);
                        if (file.toString().endsWith(".sh")) {
                            file.toFile().setExecutable(true);
                        }
                    }
                }
            }
            Files.move(unpacking.resolve(home.getFileName()), home);
            delete(unpacking);
        }

        void put(Path file, String... place) throws IOException {
            Path target = home.resolve(Path.of("", place));
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }

        boolean isBuiltWith(Path jar) throws IOException {
            return Files.exists(stamp) && Files.readString(stamp).equals(fingerprint(jar));
        }

        /** Before the JAR is replaced: a build that fails must not pass for the one before it. */
        void forgetBuild() throws IOException {
            Files.deleteIfExists(stamp);
        }

        void rememberBuiltWith(Path jar) throws IOException {
            Files.writeString(stamp, fingerprint(jar));
        }

        /** Whether the server has never run here: only then there is an admin to create. */
        boolean isNew() {
            return !Files.exists(home.resolve("data").resolve("h2"));
        }

        private static String fingerprint(Path jar) throws IOException {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(jar)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void delete(Path directory) throws IOException {
            if (Files.exists(directory)) {
                try (var files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    /** The Keycloak process; it never outlives this one. */
    private static final class Server {

        private final Distribution keycloak;
        private final Path log = HOME.resolve("server.log");
        private volatile Process process;
        private volatile boolean ending;

        Server(Distribution keycloak) {
            this.keycloak = keycloak;
            Runtime.getRuntime().addShutdownHook(new Thread(this::end));
            // Maven may be killed without telling anyone.
            ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(0)));
        }

        void runToEnd(String name, String... arguments) throws IOException, InterruptedException {
            launch(List.of(arguments));
            if (process.waitFor() != 0 && !ending) {
                throw new Refusal(name + " failed. The end of its log:\n\n" + tail());
            }
        }

        void start(int port) throws IOException {
            launch(List.of(
                    "start",
                    "--optimized",
                    "--import-realm",
                    "--cache=local",
                    "--http-enabled=true",
                    "--hostname-strict=false",
                    // Known passwords: nobody but this machine may reach them.
                    "--http-host=127.0.0.1",
                    "--http-port=" + port));
        }

        /** The log line "started" comes before the schema and the import are done, so the realm itself is asked. */
        void awaitRealm(int port) throws InterruptedException {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
            HttpRequest realm = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/realms/demo"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            Instant latest = Instant.now().plus(Duration.ofMinutes(5));
            while (Instant.now().isBefore(latest)) {
                if (!process.isAlive()) {
                    throw endedByItself();
                }
                try {
                    if (client.send(realm, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                }
                TimeUnit.MILLISECONDS.sleep(250);
            }
            throw new Refusal("Keycloak did not answer within five minutes. The end of its log:\n\n" + tail());
        }

        void awaitEnd() throws InterruptedException {
            process.waitFor();
            if (!ending) {
                throw endedByItself();
            }
        }

        private Refusal endedByItself() {
            return new Refusal("Keycloak ended by itself. The end of its log:\n\n" + tail());
        }

        private void launch(List<String> arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(keycloak.script());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command);
            // What this person has set for another Keycloak is not meant for this one.
            builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (keycloak.isNew()) {
                builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
                builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
            }
            process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
        }

        /** The script runs Java as its child, so the whole tree is asked to end, and made to after a while. */
        private void end() {
            ending = true;
            Process running = process;
            if (running == null || !running.isAlive()) {
                return;
            }
            say("");
            say("Ending Keycloak ...");
            List<ProcessHandle> tree = new ArrayList<>(running.descendants().toList());
            tree.add(running.toHandle());
            tree.forEach(ProcessHandle::destroy);
            Instant latest = Instant.now().plus(Duration.ofSeconds(15));
            while (tree.stream().anyMatch(ProcessHandle::isAlive)
                    && Instant.now().isBefore(latest)) {
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException e) {
                    break;
                }
            }
            tree.forEach(ProcessHandle::destroyForcibly);
        }

        private String tail() {
            try (InputStream in = Files.newInputStream(log)) {
                List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
            } catch (IOException e) {
                return log + " cannot be read: " + e.getMessage();
            }
        }
    }
}
