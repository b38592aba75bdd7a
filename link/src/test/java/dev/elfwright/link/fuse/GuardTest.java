package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When anything differs from what was linked, the original runs. */
final class GuardTest {
  private static final String VERSION = "const char *version(void) { return \"NUMBER\"; }";

  private static final String PROGRAM =
      """
      #include <stdio.h>
      const char *version(void);
      int main(int argc, char **argv) {
        printf("%s %d %s", version(), argc, argv[argc - 1]);
        for (int c; (c = getchar()) != EOF;) putchar(c);
        fputs("err", stderr);
        return 40 + argc;
      }
      """;

  private interface Change {
    void in(Lab lab) throws Exception;
  }

  private static void build(Lab lab) {
    lab.library("libversion.so", VERSION.replace("NUMBER", "one"));
    lab.program(PROGRAM, "libversion.so");
  }

  /** The fused program runs itself before the change, and the original after it. */
  private static void noticed(Change change) {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Path unguarded = lab.fuse(lab.options().withGuard(Guard.NONE));
      assertThat(lab.runItself(fused, "a").out()).isEqualTo("one 2 a");
      change.in(lab);
      assertThat(lab.runsOriginal(fused, "a")).isTrue();
      assertThat(lab.run(fused, "a", "b c", "")).isEqualTo(lab.run(lab.program(), "a", "b c", ""));
      assertThat(lab.runItself(unguarded, "a").out()).isEqualTo("one 2 a");
    });
  }

  private static void inEnvironment(String name, String value) {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      lab.setenv(name, value);
      assertThat(lab.runsOriginal(fused)).isTrue();
      assertThat(lab.run(fused, "a", "b c", "")).isEqualTo(lab.run(lab.program(), "a", "b c", ""));
    });
  }

  @Test
  void aLibraryThatWasReplacedIsNoticed() {
    noticed(lab -> lab.library("libversion.so", VERSION.replace("NUMBER", "two")));
  }

  @Test
  void theNewLibraryIsUsed() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Path other =
          lab.library("new.so", VERSION.replace("NUMBER", "two"), "-Wl,-soname,libversion.so");
      Files.move(other, lab.path("libversion.so"), StandardCopyOption.REPLACE_EXISTING);
      Outcome outcome =
          Outcome.of(
              lab.folder(), java.util.Map.of(), List.of(fused.toString(), "x"), " through stdin");
      assertThat(outcome).isEqualTo(new Outcome(42, "two 2 x through stdin", "err"));
    });
  }

  @Test
  void aLibraryThatWasEditedInPlaceIsNoticedEvenWithItsOldTime() {
    noticed(lab -> {
      Path file = lab.path("libversion.so");
      FileTime time = Files.getLastModifiedTime(file);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes, StandardOpenOption.WRITE);
      Files.setLastModifiedTime(file, time);
    });
  }

  @Test
  void aTouchedLibraryIsNoticed() {
    noticed(lab ->
        Files.setLastModifiedTime(
            lab.path("libversion.so"), FileTime.from(Instant.now().plusSeconds(5))));
  }

  @Test
  void changedPermissionsAreNoticed() {
    noticed(lab ->
        Files.setPosixFilePermissions(
            lab.path("libversion.so"), PosixFilePermissions.fromString("rwxrwx---")));
  }

  @Test
  void aTouchedProgramIsNoticed() {
    noticed(lab ->
        Files.setLastModifiedTime(lab.program(), FileTime.from(Instant.now().plusSeconds(5))));
  }

  @Test
  void aRemovedLibraryIsNoticed() {
    noticed(lab -> {
      Files.delete(lab.path("libversion.so"));
      assertThat(lab.run(lab.program()).status()).isEqualTo(127);
      // So that the original can run at all.
      lab.library("libversion.so", VERSION.replace("NUMBER", "one"));
    });
  }

  @Test
  void aLinkThatLeadsElsewhereIsNoticed() {
    Lab.once(lab -> {
      lab.library("libversion.so", VERSION.replace("NUMBER", "one"));
      lab.program(PROGRAM, "libversion.so");
      Files.move(lab.path("libversion.so"), lab.path("first.so"));
      lab.library("second.so", VERSION.replace("NUMBER", "two"), "-Wl,-soname,libversion.so");
      Path link = Files.createSymbolicLink(lab.path("libversion.so"), Path.of("first.so"));
      Path fused = lab.fuse(lab.options());
      assertThat(lab.runItself(fused).out()).startsWith("one");
      Files.delete(link);
      Files.createSymbolicLink(link, Path.of("second.so"));
      assertThat(lab.run(fused).out()).startsWith("two");
      assertThat(lab.runsOriginal(fused)).isTrue();
    });
  }

  @Test
  void aLibraryThatAppearsEarlierOnThePathIsNoticed() {
    Lab.once(lab -> {
      lab.library("late/libversion.so", VERSION.replace("NUMBER", "one"));
      Files.createDirectories(lab.path("early"));
      lab.program(
          PROGRAM, "late/libversion.so", "-Wl,-rpath,$ORIGIN/none:$ORIGIN/early:$ORIGIN/late");
      Path fused = lab.fuse(lab.options());
      assertThat(lab.runItself(fused).out()).startsWith("one");
      lab.library("early/libversion.so", VERSION.replace("NUMBER", "two"));
      assertThat(lab.run(fused).out()).startsWith("two");
      assertThat(lab.runsOriginal(fused)).isTrue();
    });
  }

  @Test
  void aFolderThatAppearsEarlierOnThePathIsNoticed() {
    Lab.once(lab -> {
      lab.library("late/libversion.so", VERSION.replace("NUMBER", "one"));
      lab.program(PROGRAM, "late/libversion.so", "-Wl,-rpath,$ORIGIN/a/b/c:$ORIGIN/late");
      Path fused = lab.fuse(lab.options());
      assertThat(lab.runItself(fused).out()).startsWith("one");
      lab.library("a/b/c/libversion.so", VERSION.replace("NUMBER", "two"));
      assertThat(lab.run(fused).out()).startsWith("two");
    });
  }

  @Test
  void filesThatDoNotMatterDoNot() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      lab.write("unrelated.txt", "new");
      lab.library("libother.so", "int other;");
      lab.setenv("LDFLAGS", "-x").setenv("L", "1").setenv("LD", "ld").setenv("GLIBC", "2");
      assertThat(lab.runItself(fused).out()).startsWith("one");
    });
  }

  @Test
  void preloadedLibrariesAreObeyed() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Path preload = lab.library("preload.so", VERSION.replace("NUMBER", "preloaded"));
      lab.setenv("LD_PRELOAD", preload.toString());
      assertThat(lab.run(fused).out()).startsWith("preloaded");
      assertThat(lab.runsOriginal(fused)).isTrue();
    });
  }

  @Test
  void aLibraryPathIsObeyed() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      lab.library("other/libversion.so", VERSION.replace("NUMBER", "other"));
      lab.setenv("LD_LIBRARY_PATH", lab.path("other").toString());
      // DT_RUNPATH comes after the variable.
      assertThat(lab.run(fused).out()).startsWith("other");
    });
  }

  @Test
  void theLibraryPathOfTheFuseIsAskedFor() {
    Lab.once(lab -> {
      build(lab);
      lab.library("other/libversion.so", VERSION.replace("NUMBER", "other"));
      String path = lab.path("other").toString();
      Path fused =
          lab.fuse(
              lab.options()
                  .withEnvironment(lab.options().environment().withLibraryPath(Optional.of(path))));
      assertThat(lab.run(fused).out()).as("unset").startsWith("one");
      assertThat(lab.runsOriginal(fused)).isTrue();
      lab.setenv("LD_LIBRARY_PATH", path);
      assertThat(lab.runItself(fused).out()).as("the same").startsWith("other");
      lab.setenv("LD_LIBRARY_PATH", path + ":");
      assertThat(lab.runsOriginal(fused)).as("another").isTrue();
    });
  }

  @Test
  void anAuditorIsObeyed() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Path audit = lab.library("audit.so", "unsigned la_version(unsigned v) { return v; }");
      lab.setenv("LD_AUDIT", audit.toString());
      assertThat(lab.runsOriginal(fused)).isTrue();
      assertThat(lab.run(fused, "x")).isEqualTo(lab.run(lab.program(), "x"));
    });
  }

  @Test
  void requestsToTheLoaderAreObeyed() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      lab.setenv("LD_DEBUG", "libs");
      assertThat(lab.runsOriginal(fused)).isTrue();
      assertThat(lab.run(fused).err()).contains("libversion.so");
    });
  }

  @Test
  void eagerBindingIsObeyed() {
    inEnvironment("LD_BIND_NOW", "1");
  }

  @Test
  void tunablesAreObeyed() {
    inEnvironment("GLIBC_TUNABLES", "glibc.malloc.check=0");
  }

  @Test
  void withoutAGuardNothingIsAsked() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options().withGuard(Guard.NONE));
      lab.setenv("LD_LIBRARY_PATH", "/nowhere").setenv("LD_BIND_NOW", "1");
      assertThat(lab.runItself(fused).out()).startsWith("one");
      Files.delete(lab.path("libversion.so"));
      Files.delete(lab.program());
      assertThat(lab.runItself(fused).out()).startsWith("one");
    });
  }

  @Test
  void withoutTheOriginalThereIsAClearMessage() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Files.delete(lab.program());
      Outcome outcome = lab.run(fused);
      assertThat(outcome.status()).isEqualTo(127);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err().lines())
          .singleElement()
          .asString()
          .startsWith("elfwright: ")
          .contains(lab.program().toString());
    });
  }

  @Test
  void aFusedFileInThePlaceOfItsOriginalDoesNotRunItselfForEver() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      Files.move(fused, lab.program(), StandardCopyOption.REPLACE_EXISTING);
      Outcome outcome = lab.run(lab.program());
      assertThat(outcome.status()).isEqualTo(127);
      assertThat(outcome.err().lines()).singleElement().asString().contains("replaced");
    });
  }

  @Test
  void aFusedFileThatWasMovedStillRuns() {
    Lab.once(lab -> {
      build(lab);
      Path moved = lab.path("elsewhere");
      Files.move(lab.fuse(lab.options()), moved);
      assertThat(lab.runItself(moved).out()).startsWith("one");
      Path copy = lab.path("copy");
      Files.copy(moved, copy, StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(lab.runItself(copy).out()).startsWith("one");
    });
  }

  @Test
  void elevatedPrivilegesAreRefused() {
    Lab.once(lab -> {
      build(lab);
      Path fused = lab.fuse(lab.options());
      // The kernel sets AT_SECURE when the set-user-ID bit changes who runs.
      Tool.run(List.of("chown", "65534", fused.toString()));
      Tool.run(List.of("chmod", "4755", fused.toString()));
      Outcome outcome = lab.run(fused);
      assertThat(outcome.status()).isEqualTo(126);
      assertThat(outcome.err()).contains("elevated privileges");
      assertThat(outcome.out()).isEmpty();
    });
  }
}
