package dev.elfwright.natives.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.natives.jni.NativeMethod;
import dev.elfwright.natives.rule.BindNow;
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
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken library or class in a jar ends in the exception that names it, or in findings. */
class HostileLibraryTest {
  private static final List<Rule> RULES =
      List.of(
          new GlibcAtMost(GlibcVersion.parse("2.28")),
          new LibcOneOf(Set.of(Libc.GLIBC)),
          new NeededOnly(List.of("libc.*")),
          new LoadsOnPages(LoadsOnPages.LARGEST),
          new NoExecutableStack(),
          new NoTextRelocations(),
          new Relro(),
          new BindNow(),
          new NoAbsoluteSearchPath(),
          new HasSoname(),
          new JniSymbols(),
          new NoMissingSymbols(LibraryPath.of(List.of(Path.of("/nowhere")))));

  @TempDir Path folder;

  @Test
  void anyFieldOfALibraryMayBeWrong() throws IOException {
    byte[] valid = Files.readAllBytes(new Fixture(folder).library());
    assertThat(isRead(valid)).isTrue();
    // The reading of all fields is tested in elf; a part of the cases will do for what is done
    // here.
    List<Corruption> cases =
        Stream.concat(Corruption.ofFields(valid), Corruption.random(valid, 7, 2000)).toList();
    int read = 0;
    for (int i = 0; i < cases.size(); i += 27) {
      read += isRead(cases.get(i).bytes()) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(200);
  }

  private static boolean isRead(byte[] bytes) {
    Optional<NativeLibrary> library;
    try {
      library = LibraryReader.read("bad.jar!/bad.so", MemorySegment.ofArray(bytes));
    } catch (ElfFormatException e) {
      assertThat(e.getMessage()).startsWith("bad.jar!/bad.so: ");
      return false;
    }
    Contents contents =
        new Contents(
            "bad.jar", library.stream().toList(), List.of(new NativeMethod("a/B", "c", "()V")));
    for (Rule rule : RULES) {
      rule.check(contents).forEach(f -> assertThat(f.toString()).doesNotContain("\n"));
    }
    return library.isPresent();
  }

  @Test
  void anyByteOfAClassMayBeWrong() throws IOException {
    byte[] valid;
    try (var in = HostileLibraryTest.class.getResourceAsStream("HostileLibraryTest.class")) {
      valid = in.readAllBytes();
    }
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = valid.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        MethodReader.read("bad.class", bad);
      } catch (IOException e) {
        assertThat(e.getMessage()).startsWith("bad.class: ");
      }
    }
  }
}
