package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.link.oracle.Sources;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {
  private static final Path SYSTEM = Path.of("/etc/ld.so.cache");
  private static final Hardware V3 = new Hardware(3, "haswell", List.of("x86_64"));

  @TempDir Path folder;

  private static Optional<CacheFile> read(Path file, Hardware hardware) {
    return CacheFile.read(file, Machine.X86_64, true, hardware);
  }

  @Test
  void everyNameThatLdconfigPrintsIsFound() {
    CacheFile cache = read(SYSTEM, Hardware.current()).orElseThrow();
    int names = 0;
    for (String line : Tool.run(List.of("/sbin/ldconfig", "-p")).lines().toList()) {
      int end = line.indexOf(" (libc6,x86-64) => ");
      if (end > 0) {
        String name = line.substring(0, end).strip();
        assertThat(cache.lookup(name)).as(name).isNotNull();
        names++;
      }
    }
    assertThat(names).isPositive();
    assertThat(cache.lookup("libnowhere.so.1")).isNull();
  }

  private Path cacheOf(String... subfolders) {
    Sources sources = new Sources(folder);
    for (String subfolder : subfolders) {
      sources.library("lib/" + subfolder + "/libx.so.1", "int x;");
    }
    sources.text("conf", folder.resolve("lib") + "\n");
    Path file = folder.resolve("cache");
    Tool.run(
        List.of(
            "/sbin/ldconfig",
            "-X",
            "-C",
            file.toString(),
            "-f",
            folder.resolve("conf").toString()));
    return file;
  }

  private String found(Path cache, Hardware hardware) {
    String path = read(cache, hardware).orElseThrow().lookup("libx.so.1");
    return path == null ? "" : folder.resolve("lib").relativize(Path.of(path)).toString();
  }

  @Test
  void theHighestLevelOfTheProcessorWins() {
    Path cache =
        cacheOf("glibc-hwcaps/x86-64-v4", "glibc-hwcaps/x86-64-v3", "glibc-hwcaps/x86-64-v2", ".");
    assertThat(found(cache, new Hardware(4, "haswell", List.of("x86_64"))))
        .isEqualTo("glibc-hwcaps/x86-64-v4/libx.so.1");
    assertThat(found(cache, V3)).isEqualTo("glibc-hwcaps/x86-64-v3/libx.so.1");
    assertThat(found(cache, Hardware.x86("", Set.of()))).isEqualTo("libx.so.1");
  }

  @Test
  void subfoldersThatTheLoaderDoesNotKnowAreNotUsed() {
    assertThat(found(cacheOf("glibc-hwcaps/x86-64-v9", "."), V3)).isEqualTo("libx.so.1");
  }

  @Test
  void olderSubfoldersAreOnlyForTheirPlatform() {
    Path cache = cacheOf("haswell", ".");
    assertThat(found(cache, V3)).isEqualTo("haswell/libx.so.1");
    assertThat(found(cache, new Hardware(3, "x86_64", List.of("x86_64")))).isEqualTo("libx.so.1");
  }

  @Test
  void entriesOfOtherMachinesAreNotUsed() throws IOException {
    assertThat(
            CacheFile.read(SYSTEM, Machine.AARCH64, true, Hardware.GENERIC)
                .orElseThrow()
                .lookup("libc.so.6"))
        .isNull();
  }

  @Test
  void digitsCompareAsNumbers() {
    assertThat(CacheFile.compare("libx.so.10", "libx.so.9")).isPositive();
    assertThat(CacheFile.compare("libx.so.01", "libx.so.1")).isZero();
    assertThat(CacheFile.compare("libx.so", "libx.so.1")).isNegative();
    assertThat(CacheFile.compare("lib9", "libx")).isPositive();
  }

  @Test
  void aDamagedCacheFindsLessButDoesNoHarm() throws IOException {
    byte[] whole = Files.readAllBytes(SYSTEM);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    Path damaged = folder.resolve("damaged");
    for (int round = 0; round < 300; round++) {
      byte[] bytes =
          java.util.Arrays.copyOf(
              whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int i = 0; i < 20 && bytes.length > 0; i++) {
        int limit = round % 2 == 0 ? Math.min(4096, bytes.length) : bytes.length;
        bytes[random.nextInt(limit)] = (byte) random.nextInt();
      }
      Files.write(damaged, bytes);
      read(damaged, V3)
          .ifPresent(cache -> {
            for (String name : List.of("libc.so.6", "libz.so.1", "a", "zzz", "")) {
              cache.lookup(name);
            }
          });
    }
  }
}
