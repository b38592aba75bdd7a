package dev.elfwright.fat.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Launcher;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fat programs run as thin ones do. */
class LauncherTest {
  private static final Form FATELF = new Form.FatElf(PageSizes.OF_ARCHITECTURES);

  /** Tells what a program can see of how it was started. */
  private static final String WITNESS =
      """
      #define _GNU_SOURCE
      #include <elf.h>
      #include <errno.h>
      #include <link.h>
      #include <pthread.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/auxv.h>
      #include <unistd.h>
      static char data[5000] = "data";
      static char zeros[20 << 20];
      static _Thread_local int local = 42;
      static void *run(void *p) { return p == &local ? 0 : (void *)(long)local; }
      static int count(struct dl_phdr_info *i, size_t n, void *p) { ++*(int *)p; return 0; }
      int main(int argc, char **argv) {
        for (int i = 0; i < argc; i++) printf("arg %s\\n", argv[i]);
        printf("env %s\\n", getenv("WITNESS"));
        for (size_t i = 0; i < sizeof zeros; i++) if (zeros[i]) return printf("dirty\\n"), 1;
        for (size_t i = 5; i < sizeof data; i++) if (data[i]) return printf("dirty data\\n"), 1;
        zeros[0] = data[9] = 1;
        void *result; pthread_t t;
        pthread_create(&t, 0, run, 0); pthread_join(t, &result);
        printf("thread %ld\\n", (long)result);
        printf("stack %d\\n", (int)((unsigned long)__builtin_frame_address(0) % 16));
        printf("name %s\\n", program_invocation_short_name);
        printf("headers %d\\n", (int)getauxval(AT_PHNUM));
        printf("secure %d\\n", (int)getauxval(AT_SECURE));
        printf("users %d %d\\n", getuid(), geteuid());
        int objects = 0; dl_iterate_phdr(count, &objects); printf("objects %d\\n", objects);
        char *more = sbrk(1 << 20); printf("break %d\\n", more != (void *)-1 && (more[5] = 1));
        char line[4096]; FILE *f = fopen("/proc/self/cmdline", "r");
        size_t n = fread(line, 1, sizeof line, f);
        for (size_t i = 0; i < n; i++) putchar(line[i] ? line[i] : '|');
        printf("\\nfd %d\\n", fileno(f));
        if (argc > 1 && !strcmp(argv[1], "again")) {
          fflush(stdout);
          execl("/proc/self/exe", argv[0], "once more", (char *)0);
          return 9;
        }
        return 7;
      }
      """;

  /** Needs no libc, so that clang alone can make it for any machine. */
  private static final String FOREIGN =
      """
      static long call(long n, long a, long b, long c) {
      #if defined __aarch64__
        register long x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
                      x2 __asm__("x2") = c;
        __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
        return x0;
      #else
        register long a7 __asm__("a7") = n, a0 __asm__("a0") = a, a1 __asm__("a1") = b,
                      a2 __asm__("a2") = c;
        __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
        return a0;
      #endif
      }
      static volatile char zeros[100000];
      void _start(void) {
        for (int i = 0; i < 100000; i++) if (zeros[i]) call(93, 1, 0, 0);
        zeros[5] = 1;
        call(64, 1, (long)MACHINE "\\n", sizeof MACHINE);
        call(93, 7, 0, 0);
      }
      """;

  /** What a process printed and how it ended. */
  private record Outcome(int code, String said) {}

  private static Path shared;
  private static Path launcher;

  @TempDir private Path folder;

  @BeforeAll
  static void compile(@TempDir Path made) throws IOException {
    shared = made;
    Files.writeString(made.resolve("witness.c"), WITNESS);
    Files.writeString(made.resolve("foreign.c"), FOREIGN);
    gcc("pie", "-pie");
    gcc("fixed", "-no-pie", "-fno-pie");
    gcc("static", "-static");
    gcc("static-pie", "-static-pie");
    gcc("execstack", "-pie", "-z", "execstack");
    for (String machine : List.of("aarch64", "riscv64")) {
      Tool.run(
          made,
          List.of(
              "clang-14",
              "--target=" + machine + "-linux-gnu",
              "-O1",
              "-ffreestanding",
              "-fno-builtin",
              "-nostdlib",
              "-static",
              "-fuse-ld=lld",
              "-DMACHINE=\"" + machine + "\"",
              machine.equals("riscv64") ? "-mno-relax" : "-fPIC",
              "-o",
              machine,
              "foreign.c"));
    }
    launcher = made.resolve("launcher");
    Launcher.X86_64.write(launcher);
  }

  private static void gcc(String name, String... options) {
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-pthread", "-o", name));
    command.addAll(List.of(options));
    command.add("witness.c");
    Tool.run(shared, command);
  }

  @AfterEach
  void unregister() throws IOException {
    if (Binfmt.registered().contains(Binfmt.NAME)) {
      Binfmt.unregister();
    }
  }

  private Path fat(Form form, String... names) throws IOException {
    List<FatFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(FatFile.open(shared.resolve(name)));
    }
    Path fat = folder.resolve("fat");
    FatWriter.write(Slices.of(files).plan(form), shared.resolve(names[0]), fat);
    return fat;
  }

  private Outcome run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("WITNESS", "seen");
    builder.directory(folder.toFile());
    java.lang.Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Outcome(process.exitValue(), said);
  }

  /** What the program itself says when it stands where the fat file does. */
  private Outcome thin(String name, Path at, String... arguments) throws IOException {
    Path away = folder.resolve("away");
    Files.move(at, away);
    Files.copy(shared.resolve(name), at, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    List<String> command = new ArrayList<>(List.of(at.toString()));
    command.addAll(List.of(arguments));
    Outcome outcome = run(command.toArray(String[]::new));
    Files.move(away, at, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return outcome;
  }

  @ParameterizedTest
  @EnumSource
  void aLauncherIsSmall(Launcher each) throws IOException {
    assertThat(each.bytes())
        .hasValueSatisfying(b -> assertThat(b.length).isLessThanOrEqualTo(Launcher.LARGEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pie", "fixed", "static", "static-pie", "execstack"})
  void aProgramCannotTellThatItIsASlice(String kind) throws IOException {
    Path fat = fat(FATELF, "aarch64", kind);
    Outcome expected = thin(kind, fat, "one", "", "two words");
    assertThat(expected.code()).as(expected.said()).isEqualTo(7);
    assertThat(run(launcher.toString(), fat.toString(), "one", "", "two words"))
        .isEqualTo(expected);
    Binfmt.register();
    assertThat(run(fat.toString(), "one", "", "two words")).isEqualTo(expected);
    assertThat(run("bash", "-c", "exec -a other \"$0\"", fat.toString()).said())
        .startsWith("arg other\n");
  }

  @Test
  void aProgramRunsItselfAgainByProcSelfExe() throws IOException {
    Path fat = fat(FATELF, "aarch64", "pie");
    Binfmt.register();
    assertThat(run(fat.toString(), "again")).isEqualTo(thin("pie", fat, "again"));
  }

  @Test
  void theKernelRunsFatFilesOnlyWhileTheyAreRegistered() throws IOException {
    Path fat = fat(FATELF, "aarch64", "pie");
    assertThat(run("env", fat.toString()).code()).isNotEqualTo(7);
    Binfmt.register();
    assertThat(run("env", fat.toString()).code()).isEqualTo(7);
    assertThat(Binfmt.unregister()).containsExactly(Binfmt.NAME);
    assertThat(run("env", fat.toString()).code()).isNotEqualTo(7);
  }

  @Test
  void setUserIdCounts() throws IOException {
    Path fat = fat(FATELF, "aarch64", "pie");
    Binfmt.register();
    Tool.run(List.of("chmod", "755", folder.toString()));
    Tool.run(List.of("chown", "1234:1234", fat.toString()));
    Tool.run(List.of("chmod", "4755", fat.toString()));
    assertThat(run(fat.toString()).said()).contains("users 0 1234\n", "secure 1\n");
  }

  @Test
  void aUserNamespaceHasItsOwn() throws IOException {
    Path fat = fat(FATELF, "aarch64", "pie");
    Binfmt.register();
    Binfmt.unregister();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String question =
        "\"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" '%s' && \"$2\""
            .formatted(Registering.class.getName());
    String classPath = System.getProperty("java.class.path");
    Outcome outcome = run("unshare", "-rm", "sh", "-c", question, java, classPath, fat.toString());
    assertThat(outcome.code()).as(outcome.said()).isEqualTo(7);
    assertThat(Binfmt.registered()).isEmpty();
  }

  /** Registers, as a process of its own. */
  static final class Registering {
    private Registering() {}

    public static void main(String[] args) throws IOException {
      Binfmt.register();
    }
  }

  @Test
  void theBestVariantRuns() throws IOException {
    FatFile plain = FatFile.open(shared.resolve("static"));
    FatFile other = FatFile.open(shared.resolve("static-pie"));
    SliceSource base = Slices.of(plain).list().getFirst();
    SliceSource v3 = Slices.of(other).list().getFirst();
    Path fat = folder.resolve("fat");
    FatWriter.write(
        new Slices(List.of(v3.as(v3.target().withVariant(3)), base)).plan(FATELF),
        plain.file(),
        fat);
    // A position-independent program has one dynamic segment more.
    String best = headers(run(launcher.toString(), fat.toString()));
    String old =
        headers(run("qemu-x86_64-static", "-cpu", "qemu64", launcher.toString(), fat.toString()));
    assertThat(old).isEqualTo(headers(thin("static", fat)));
    boolean avx2 = Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 ");
    assertThat(best).isEqualTo(headers(thin(avx2 ? "static-pie" : "static", fat)));
    assertThat(headers(thin("static-pie", fat))).isNotEqualTo(headers(thin("static", fat)));
  }

  private static String headers(Outcome outcome) {
    return outcome.said().lines().filter(l -> l.startsWith("headers")).findFirst().orElseThrow();
  }

  @Test
  void anElfFileThatCarriesOthersRunsByItsBestSlice() throws IOException {
    Path fat =
        fat(
            new Form.NativeFirst(TargetPattern.parse("arm64"), PageSizes.OF_ARCHITECTURES),
            "aarch64",
            "pie");
    assertThat(run(launcher.toString(), fat.toString())).isEqualTo(thin("pie", fat));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void slicesForOtherMachinesRunByQemu(String machine) throws IOException {
    Path fat = fat(FATELF, machine);
    assertThat(run(launcher.toString(), fat.toString())).isEqualTo(new Outcome(7, machine + "\n"));
  }

  /** The launchers for other machines, each on its own. */
  @ParameterizedTest
  @EnumSource(names = {"AARCH64", "RISCV64"})
  void theLaunchersForOtherMachinesRunTheirSlices(Launcher each) throws IOException {
    Path own = folder.resolve("own");
    each.write(own);
    Path fat = fat(FATELF, "pie", "riscv64", "aarch64");
    assertThat(run("qemu-" + each.machine() + "-static", own.toString(), fat.toString()))
        .isEqualTo(new Outcome(7, each.machine() + "\n"));
  }

  @Test
  void aScriptRunsWithNothingInstalled() throws IOException {
    Path fat = fat(new Form.SelfRunning(PageSizes.OF_ARCHITECTURES), "pie", "aarch64");
    assertThat(FatFile.open(fat).slices()).hasSize(2);
    assertThat(run(fat.toString(), "one", "", "two words"))
        .isEqualTo(thin("pie", fat, "one", "", "two words"));
    assertThat(Files.list(Path.of("/dev/shm")).filter(f -> f.toString().contains("elfwright.")))
        .isEmpty();
  }

  /** Whatever the table says, one line comes of it and nothing runs that is not a slice. */
  @Test
  void brokenFilesEndInOneLine() throws IOException {
    byte[] valid = Files.readAllBytes(fat(FATELF, "pie", "aarch64"));
    FatFile file = FatFile.open(folder.resolve("fat"));
    int slice = (int) file.slices().getFirst().offset();
    int headers = slice + 64;
    Map<String, int[]> changes =
        Map.ofEntries(
            Map.entry("magic", new int[] {0, 1}),
            Map.entry("version", new int[] {4, 9}),
            Map.entry("no records", new int[] {6, 0}),
            Map.entry("255 records, none for us", new int[] {6, 255, 0, 243}),
            Map.entry("machine", new int[] {8, 243, 0}),
            Map.entry("offset", new int[] {16, 0, 0x20, 0, 0, 0, 0, 0, 0x70}),
            Map.entry("size", new int[] {24, 10, 0, 0}),
            Map.entry("not ELF", new int[] {slice, 0}),
            Map.entry("type", new int[] {slice + 16, 1}),
            Map.entry(
                "phoff", new int[] {slice + 32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
            Map.entry("phnum", new int[] {slice + 56, 0xff, 0xff}),
            Map.entry("interpreter", new int[] {headers + 56 + 8, 0xff, 0xff, 0xff, 0xff}),
            Map.entry("interpreter size", new int[] {headers + 56 + 32, 0xff, 0xff, 0xff}),
            Map.entry("segment offset", new int[] {headers + 112 + 8, 0, 0, 0xff}),
            Map.entry("segment address", new int[] {headers + 112 + 16, 1}),
            Map.entry("file size", new int[] {headers + 112 + 32, 0, 0, 0xff, 0xff, 0xff}),
            Map.entry(
                "memory size",
                new int[] {headers + 112 + 40, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
    for (Map.Entry<String, int[]> change : changes.entrySet()) {
      byte[] broken = valid.clone();
      int[] values = change.getValue();
      for (int i = 1; i < values.length; i++) {
        broken[values[0] + i - 1] = (byte) values[i];
      }
      refuses(change.getKey(), broken);
    }
    for (int size : new int[] {0, 3, 7, 20, 40, 5000}) {
      refuses("cut at " + size, Arrays.copyOf(valid, size));
    }
  }

  private void refuses(String what, byte[] broken) throws IOException {
    Path file = Files.write(folder.resolve("broken"), broken);
    Outcome outcome = run(launcher.toString(), file.toString());
    // What is for another machine now, qemu refuses in its own words.
    assertThat(outcome.code()).as(what + ": " + outcome).isIn(126, 127, 255, 1);
    assertThat(outcome.said().lines()).as(what).hasSize(1);
  }

  /** Where the table has more records than are true, those in front count. */
  @Test
  void aTableOf255RecordsIsRead() throws IOException {
    Path fat = fat(FATELF, "pie", "aarch64");
    byte[] many = Files.readAllBytes(fat);
    many[6] = (byte) 255;
    Files.write(fat, many);
    assertThat(run(launcher.toString(), fat.toString()).code()).isEqualTo(7);
  }

  @Test
  void withoutAFileItSaysHowToCallIt() throws IOException {
    assertThat(run(launcher.toString()))
        .isEqualTo(new Outcome(2, "elfwright: usage: launcher FILE [ARGUMENT...]\n"));
    assertThat(run(launcher.toString(), "/nowhere"))
        .isEqualTo(new Outcome(127, "elfwright: /nowhere: cannot be opened\n"));
  }
}
