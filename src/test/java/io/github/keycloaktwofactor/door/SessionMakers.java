package io.github.keycloaktwofactor.door;

import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Handle;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the byte code of a Keycloak which of its methods make or complete a user session, or answer for one. Each is
 * written as {@code class#method callee}, a lambda as the method that it stands in.
 */
final class SessionMakers {

    /** What makes a session, an offline session or a cookie of one, joins a client to one, or answers for one. */
    private static final Set<String> CALLEES = Set.of(
            "attachSession",
            "createUserSession",
            "createOfflineUserSession",
            "createOrUpdateOfflineSession",
            "attachAuthenticationSession",
            "createLoginCookie",
            "authenticated");

    private final SortedSet<String> found = new TreeSet<>();

    private SessionMakers() {}

    /** Of the JARs of Keycloak itself in that folder. */
    static SortedSet<String> in(Path folder) throws IOException {
        SessionMakers makers = new SessionMakers();
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.getFileName().toString().matches("org\\.keycloak\\..*\\.jar"))
                    .toList();
        }
        for (Path jar : jars) {
            makers.read(jar);
        }
        return makers.found;
    }

    private void read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        new ClassReader(in.readAllBytes())
                                .accept(new Calls(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
                    }
                }
            }
        }
    }

    /** What an identity provider answers and what keeps sessions in a database has the same names. */
    private static boolean isOne(String name, String descriptor) {
        return switch (name) {
            case "authenticated" -> descriptor.contains("/UserSessionModel;");
            case "createUserSession" -> descriptor.endsWith("/UserSessionModel;");
            default -> CALLEES.contains(name);
        };
    }

    /** The calls of one class. */
    private final class Calls extends ClassVisitor {

        private String type = "";

        Calls() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            type = name.replace('/', '.');
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            String caller = type + "#" + name.replaceAll("lambda\\$(.*)\\$\\d+", "$1");
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String of, boolean isInterface) {
                    note(owner, called, of);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String of, Handle by, Object... arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            note(handle.getOwner(), handle.getName(), handle.getDesc());
                        }
                    }
                }

                private void note(String owner, String called, String of) {
                    if (isOne(called, of)) {
                        found.add(caller + " " + owner.substring(owner.lastIndexOf('/') + 1) + "." + called);
                    }
                }
            };
        }
    }
}
