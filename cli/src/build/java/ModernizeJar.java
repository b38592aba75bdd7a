import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites a jar's classes to a current class-file version.
 *
 * <p>The JVM keeps classes out of its AOT cache when their version is below 50, because it cannot
 * verify them ahead of time (no stack maps). picocli is compiled for Java 5 (version 49);
 * rewritten, it starts from the cache like the rest.
 */
final class ModernizeJar {
  private static final int TARGET_VERSION = ClassFile.JAVA_17_VERSION;

  private ModernizeJar() {}

  static void modernize(Path from, Path to) throws IOException {
    try (var jar = new JarFile(from.toFile());
        var types = new URLClassLoader(new URL[] {from.toUri().toURL()});
        OutputStream file = Files.newOutputStream(to);
        var out = new JarOutputStream(file)) {
      ClassFile classFile = classFile(types);
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        if (isClass(entry)) {
          bytes = modernize(classFile, bytes);
        }
        var copy = new JarEntry(entry.getName());
        copy.setTime(0);
        out.putNextEntry(copy);
        out.write(bytes);
        out.closeEntry();
      }
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static ClassFile classFile(ClassLoader types) {
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(types)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] modernize(ClassFile classFile, byte[] bytes) {
    var version = ClassTransform.endHandler(b -> b.withVersion(TARGET_VERSION, 0));
    var copy = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
    return classFile.transformClass(classFile.parse(bytes), copy.andThen(version));
  }
}
