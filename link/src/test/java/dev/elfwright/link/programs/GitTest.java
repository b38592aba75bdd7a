package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.elfwright.link.fuse.AddressMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that starts itself under other names, with threads that pack and unpack. */
class GitTest {
  private static final Path HELPERS = Path.of("/usr/lib/git-core");
  private static final String REPOSITORY =
      """
      set -e
      export GIT_AUTHOR_DATE='2000-01-01 00:00:00 +0000' GIT_COMMITTER_DATE='2000-01-01 00:00:00 +0000'
      git init -q -b main origin
      cd origin
      git config user.name somebody
      git config user.email somebody@example.org
      for i in 1 2 3 4 5 6 7 8 9; do seq $i 2000 >file$i; git add .; git commit -q -m "commit $i"; done
      git clone -q --bare . ../origin.git
      git -C ../origin.git update-server-info
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void clonesOverALocalTransport(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide git = SideBySide.of("/usr/bin/git", mode, folder);
    String seen =
        git.behaveAlike(stage -> {
          makeRepository(stage);
          stage.with("GIT_EXEC_PATH", stage.folderLike(HELPERS).toString());
          String url = "file://" + stage.folder().resolve("origin");
          return stage.run("clone", url, "copy").ofSuccess()
              + stage.run("-C", "copy", "fsck", "--full").ofSuccess()
              + stage.run("-C", "copy", "log", "--stat").ofSuccess()
              + stage.run("-C", "copy", "gc", "--quiet").ofSuccess()
              + stage.run("-C", "copy", "grep", "-c", "^199[0-9]$").ofSuccess();
        });
    assertThat(seen).contains("Cloning into 'copy'").contains("commit 9").contains("file9:10");
  }

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void itsHelperFetchesOverHttp(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide helper = SideBySide.of("/usr/lib/git-core/git-remote-http", mode, folder);
    HttpServer server = serve(folder);
    try {
      String seen =
          helper.behaveAlike(stage -> {
            makeRepository(stage);
            stage.with("GIT_EXEC_PATH", stage.folderLike(HELPERS).toString());
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/stage/origin.git";
            return stage.command("git", "clone", url, "copy").ofSuccess()
                + stage.command("git", "-C", "copy", "rev-parse", "HEAD").ofSuccess();
          });
      assertThat(seen).contains("Cloning into 'copy'");
    } finally {
      server.stop(0);
    }
  }

  private static void makeRepository(Stage stage) throws IOException, InterruptedException {
    stage.command("sh", "-c", REPOSITORY).ofSuccess();
  }

  private static HttpServer serve(Path folder) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    HttpServer server =
        SimpleFileServer.createFileServer(anyPort, folder, SimpleFileServer.OutputLevel.NONE);
    server.start();
    return server;
  }
}
