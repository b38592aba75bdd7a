package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debian's interpreter is no PIE; its modules are plugins, some of which need fused libraries. */
class PythonTest {
  private static final String SCRIPT =
      """
      import _curses, bz2, ctypes, decimal, json, lzma, os, readline, socket, sqlite3, ssl, sys
      import hashlib, subprocess, threading, uuid, xml.parsers.expat, zlib
      print(sys.executable, sys.prefix, sys.version)
      print(ssl.OPENSSL_VERSION, ssl.create_default_context().verify_mode)
      db = sqlite3.connect(":memory:")
      db.execute("create table t(x)")
      db.executemany("insert into t values (?)", [(i,) for i in range(1000)])
      print(db.execute("select sum(x), sqlite_version() from t").fetchone())
      text = b"fused " * 1000
      for module in (lzma, bz2, zlib):
          print(module.__name__, module.decompress(module.compress(text)) == text)
      print(decimal.Decimal(2).sqrt(), ctypes.CDLL(None).strlen(b"four"), _curses.version)
      CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
      print(CALLBACK(lambda x: x * 2)(21))
      print(hashlib.sha256(text).hexdigest(), uuid.UUID(int=1), zlib.ZLIB_RUNTIME_VERSION)
      found = []
      threads = [threading.Thread(target=lambda n=n: found.append(n * n)) for n in range(8)]
      [t.start() for t in threads]
      [t.join() for t in threads]
      print(sorted(found))
      print(subprocess.run(["echo", "child"], capture_output=True).stdout)
      try:
          lzma.decompress(b"no such thing")
      except lzma.LZMAError as e:
          print("caught", e)
      print(os.readlink("/proc/self/exe"))
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void importsItsNativeModules(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide python = SideBySide.of("/usr/bin/python3.11", mode, folder);
    String seen =
        python.behaveAlike(stage -> {
          stage.write("script.py", SCRIPT);
          return stage.run("-I", "script.py").ofSuccess();
        });
    assertThat(seen)
        .contains("(499500, '3")
        .contains("lzma True")
        .contains("1.414213562373095")
        .contains("[0, 1, 4, 9, 16, 25, 36, 49]")
        .endsWith("/usr/bin/python3.11\n");
  }
}
