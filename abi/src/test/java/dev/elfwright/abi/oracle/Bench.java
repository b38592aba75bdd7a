package dev.elfwright.abi.oracle;

import dev.elfwright.abi.consumer.Consumer;
import dev.elfwright.abi.consumer.ConsumerSearch;
import dev.elfwright.abi.consumer.KnownTypes;
import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Verdict;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds a case with one compiler in a folder, and runs it. */
final class Bench {
  private static final String SONAME = "libx.so.1";

  private final Path folder;
  private final Case it;
  private final String compiler;

  Bench(Path folder, Case it, String compiler) {
    this.folder = folder;
    this.it = it;
    this.compiler =
        it.has("c++") ? compiler.replace("gcc", "g++").replace("clang", "clang++") : compiler;
  }

  private String ending() {
    return it.has("c++") ? ".cc" : ".c";
  }

  /** Both libraries, and the program that copies and the one that does not. */
  void build() throws IOException {
    Files.writeString(folder.resolve("h.h"), it.sources().get("header"));
    Files.writeString(
        folder.resolve("lib" + ending()), "#include \"h.h\"\n" + it.sources().get("lib"));
    Files.writeString(
        folder.resolve("main" + ending()),
        (it.has("dlopen") ? "#include <dlfcn.h>\n" : "")
            + "#include \"h.h\"\n"
            + it.sources().get("main"));
    Files.writeString(folder.resolve("v1"), "V1 {\n foo;\n};\n");
    Files.writeString(folder.resolve("v2"), "V2 {\n foo;\n};\n");
    Files.writeString(
        folder.resolve("v12"), "V1 {\n global: foo;\n};\nV2 {\n global: foo;\n} V1;\n");
    Files.writeString(folder.resolve("v12plain"), "V1 {\n foo;\n};\nV2 {\n bar;\n} V1;\n");
    Files.writeString(folder.resolve("v1all"), "V1 {\n foo;\n bar;\n};\n");
    library("old", SONAME, List.of());
    library("new", it.values("soname:").stream().findFirst().orElse(SONAME), List.of("-DNEW"));
    program("copy", List.of("-fno-pie", "-no-pie"));
    program("pic", List.of("-fPIC", "-pie"));
  }

  private void library(String name, String soname, List<String> more) throws IOException {
    Files.createDirectories(folder.resolve(name));
    List<String> command =
        new ArrayList<>(List.of(compiler, "-g", "-O1", "-w", "-shared", "-fPIC"));
    command.addAll(more);
    command.addAll(it.values(name + ":"));
    command.addAll(List.of("-Wl,-soname," + soname, "lib" + ending(), "-o", name + "/" + soname));
    Tool.run(folder, command);
  }

  private void program(String name, List<String> more) {
    List<String> command =
        new ArrayList<>(List.of(compiler, "-g", "-O1", "-w", "-Wl,--export-dynamic"));
    command.addAll(more);
    command.addAll(List.of("main" + ending(), "-o", name));
    if (!it.has("dlopen")) {
      command.add("old/" + SONAME);
    }
    Tool.run(folder, command);
  }

  Path newLibrary() {
    return folder.resolve("new").resolve(it.values("soname:").stream().findFirst().orElse(SONAME));
  }

  Path oldLibrary() {
    return folder.resolve("old").resolve(SONAME);
  }

  /** Takes all debugging information away. */
  void strip() {
    Tool.run(
        folder, List.of("strip", "copy", "pic", oldLibrary().toString(), newLibrary().toString()));
  }

  /** Whether a program works with the library of a folder. */
  boolean works(String program, String library) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve(program).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LD_LIBRARY_PATH", folder.resolve(library).toString());
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  AbiDiff diff() throws IOException {
    DebugFiles debugFiles = new DebugFiles(folder);
    return AbiDiff.between(
        LibraryReader.read(oldLibrary(), debugFiles), LibraryReader.read(newLibrary(), debugFiles));
  }

  /** What we say of a program. */
  Verdict verdict(AbiDiff diff, String program) throws IOException {
    Path file = folder.resolve(program);
    Consumer consumer =
        ConsumerSearch.of(diff.before(), List.of(file), SearchEnvironment.machine())
            .consumers()
            .getFirst()
            .withTypes(KnownTypes.of(file, new DebugFiles(folder)));
    return Verdict.of(diff.changes(), consumer);
  }
}
