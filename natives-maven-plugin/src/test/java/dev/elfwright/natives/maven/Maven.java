package dev.elfwright.natives.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Maven that runs this build, as a process of its own, without the network. Elfwright's
 * artifacts come from a repository that is made of this build's; all others were fetched for it.
 */
final class Maven {
  private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");
  private static final String VERSION = System.getProperty("elfwright.version");

  private final Path repository;

  /** How a run ended. */
  record Result(int code, List<String> lines) {}

  private Maven(Path repository) {
    this.repository = repository;
  }

  static Maven withArtifactsOfThisBuild(Path repository) throws IOException {
    Maven maven = new Maven(repository);
    maven.install("elfwright", ROOT);
    maven.installJar("elfwright-elf", "elf");
    maven.installJar("elfwright-natives", "natives");
    maven.installJar("natives-maven-plugin", "natives-maven-plugin");
    return maven;
  }

  private Path install(String artifact, Path module) throws IOException {
    Path folder =
        Files.createDirectories(
            repository.resolve("dev/elfwright").resolve(artifact).resolve(VERSION));
    Files.copy(module.resolve("pom.xml"), folder.resolve(artifact + "-" + VERSION + ".pom"));
    return folder;
  }

  private void installJar(String artifact, String module) throws IOException {
    String jar = artifact + "-" + VERSION + ".jar";
    Path target = ROOT.resolve(module).resolve(System.getProperty("elfwright.targetDir"));
    Files.copy(target.resolve(jar), install(artifact, ROOT.resolve(module)).resolve(jar));
  }

  /** Runs in a project, offline. */
  Result run(Path project, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("elfwright.maven"),
                "-B",
                "-o",
                "-ntp",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("elfwright.localRepository")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().remove("MAVEN_ARGS");
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    return new Result(process.waitFor(), lines);
  }
}
