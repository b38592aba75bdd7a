package dev.elfwright.natives.maven;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.natives.Natives;
import dev.elfwright.natives.model.EntryPattern;
import dev.elfwright.natives.model.GlibcVersion;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.LibraryPath;
import dev.elfwright.natives.rule.BindNow;
import dev.elfwright.natives.rule.Finding;
import dev.elfwright.natives.rule.GlibcAtMost;
import dev.elfwright.natives.rule.HasSoname;
import dev.elfwright.natives.rule.JniSymbols;
import dev.elfwright.natives.rule.LibcOneOf;
import dev.elfwright.natives.rule.LoadsOnPages;
import dev.elfwright.natives.rule.NeededOnly;
import dev.elfwright.natives.rule.NoAbsoluteSearchPath;
import dev.elfwright.natives.rule.NoExecutableStack;
import dev.elfwright.natives.rule.NoMissingSymbols;
import dev.elfwright.natives.rule.NoTextRelocations;
import dev.elfwright.natives.rule.Relro;
import dev.elfwright.natives.rule.Rule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Checks the native libraries in the project's jar and fails the build where a rule is broken. Each
 * finding is one line with the entry of the jar, the symbol, and what to do.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AbstractMojo {
  /** The jar, the folder or the library to check. */
  @Parameter(
      property = "natives.in",
      defaultValue = "${project.build.directory}/${project.build.finalName}.jar",
      required = true)
  private @Nullable File in;

  /** A jar or folder of the classes with the native methods, when they are not in the jar. */
  @Parameter(property = "natives.classes")
  private @Nullable File classes;

  /** Patterns of the entries to check, such as {@code linux/**}; by default all. */
  @Parameter private List<String> includes = List.of();

  /** Patterns of the entries not to check. */
  @Parameter private List<String> excludes = List.of();

  /** The oldest glibc that the libraries have to work with, such as {@code 2.28}. */
  @Parameter(property = "natives.glibcAtMost")
  private @Nullable String glibcAtMost;

  /** The C libraries that may be used: GLIBC, MUSL, BIONIC, OTHER. By default all. */
  @Parameter private List<Libc> libcs = List.of();

  /** The libraries that may be needed, such as {@code libc.so.6} or {@code ld-linux*}. */
  @Parameter private List<String> needed = List.of();

  /** The size in bytes of memory pages that the libraries have to load on; 0 for no such check. */
  @Parameter(property = "natives.pageSize", defaultValue = "0")
  private long pageSize;

  /** Whether no library may make the stack executable. */
  @Parameter(property = "natives.noExecutableStack", defaultValue = "true")
  private boolean noExecutableStack;

  /** Whether no library may have relocations in its code. */
  @Parameter(property = "natives.noTextRelocations", defaultValue = "true")
  private boolean noTextRelocations;

  /** Whether tables of pointers have to become read-only. */
  @Parameter(property = "natives.relro", defaultValue = "true")
  private boolean relro;

  /** Whether all functions have to be bound when a library is loaded. */
  @Parameter(property = "natives.bindNow", defaultValue = "false")
  private boolean bindNow;

  /** Whether libraries may look for others only beside themselves. */
  @Parameter(property = "natives.noAbsoluteSearchPath", defaultValue = "true")
  private boolean noAbsoluteSearchPath;

  /** Whether each library needs a DT_SONAME. */
  @Parameter(property = "natives.soname", defaultValue = "false")
  private boolean soname;

  /** Whether native methods and JNI functions have to fit together. */
  @Parameter(property = "natives.jniSymbols", defaultValue = "true")
  private boolean jniSymbols;

  /** Whether all symbols have to be defined by the libraries that are needed. */
  @Parameter(property = "natives.noMissingSymbols", defaultValue = "true")
  private boolean noMissingSymbols;

  /** Libraries of the systems where the jar is used, or folders of them, to look symbols up in. */
  @Parameter private List<File> libraries = List.of();

  /** Whether a broken rule fails the build, or is only warned of. */
  @Parameter(property = "natives.failOnViolation", defaultValue = "true")
  private boolean failOnViolation;

  /** Whether to do nothing. */
  @Parameter(property = "natives.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("not checked: natives.skip is set");
      return;
    }
    try {
      report(natives());
    } catch (IOException | UncheckedIOException | ElfFormatException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException("configuration: " + e.getMessage(), e);
    }
  }

  private Natives natives() throws IOException {
    if (in == null) {
      throw new IllegalArgumentException("'in' names no jar or folder");
    }
    Natives read = Natives.in(in.toPath());
    Natives whole = classes == null ? read : read.withClassesOf(classes.toPath());
    return whole.where(new EntryPattern(includes, excludes));
  }

  private void report(Natives natives) throws MojoFailureException {
    int count = natives.contents().libraries().size();
    if (count == 0) {
      throw new MojoFailureException(in + ": holds no native library for Linux to check");
    }
    List<Finding> findings = natives.findings(rules());
    long violations = findings.stream().filter(Finding::isViolation).count();
    for (Finding finding : findings) {
      if (!finding.isViolation()) {
        getLog().info("note: " + finding);
      } else if (failOnViolation) {
        getLog().error(finding.toString());
      } else {
        getLog().warn(finding.toString());
      }
    }
    if (violations > 0 && failOnViolation) {
      throw new MojoFailureException(
          "%d findings in the %d native libraries of %s".formatted(violations, count, in));
    }
    getLog().info("%d native libraries checked".formatted(count));
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    if (glibcAtMost != null) {
      rules.add(new GlibcAtMost(GlibcVersion.parse(glibcAtMost)));
    }
    if (!libcs.isEmpty()) {
      rules.add(new LibcOneOf(Set.copyOf(libcs)));
    }
    if (!needed.isEmpty()) {
      rules.add(new NeededOnly(needed));
    }
    if (pageSize != 0) {
      rules.add(new LoadsOnPages(pageSize));
    }
    addIf(noExecutableStack, new NoExecutableStack(), rules);
    addIf(noTextRelocations, new NoTextRelocations(), rules);
    addIf(relro, new Relro(), rules);
    addIf(bindNow, new BindNow(), rules);
    addIf(noAbsoluteSearchPath, new NoAbsoluteSearchPath(), rules);
    addIf(soname, new HasSoname(), rules);
    addIf(jniSymbols, new JniSymbols(), rules);
    addIf(
        noMissingSymbols,
        new NoMissingSymbols(LibraryPath.of(libraries.stream().map(File::toPath).toList())),
        rules);
    return rules;
  }

  private static void addIf(boolean wanted, Rule rule, List<Rule> rules) {
    if (wanted) {
      rules.add(rule);
    }
  }
}
