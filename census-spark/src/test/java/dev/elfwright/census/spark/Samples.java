package dev.elfwright.census.spark;

import dev.elfwright.packages.AptState;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageSet;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sources of every kind: packages of Debian for two machines, broken ones, a tree, a tar, an image.
 */
final class Samples {
  private static final List<String> PACKAGES =
      List.of(
              "libc6 libgcc-s1 libstdc++6 zlib1g libselinux1 libpcre2-8-0 coreutils bash dash grep sed tar"
                  .split(" "),
              "gzip bzip2 xz-utils libbz2-1.0 liblzma5 libacl1 libattr1 libgmp10 libssl3 openssl libzstd1"
                  .split(" "),
              "perl-base libcrypt1 util-linux mount libmount1 libblkid1 libuuid1 libudev1 libtinfo6"
                  .split(" "))
          .stream()
          .flatMap(Arrays::stream)
          .toList();

  private static final List<String> FOREIGN = List.of("libc6", "bash", "libtinfo6", "libgcc-s1");

  private final Path folder;

  Samples(Path folder) {
    this.folder = folder;
  }

  /** One of each kind. */
  List<Path> all() throws IOException {
    Path tree = tree();
    return List.of(debs(), tree, tar(tree), image(), tree.resolve("usr/bin/main"));
  }

  /** Packages, one that ends early and one with other bytes in its middle. */
  Path debs() throws IOException {
    Path debs = Files.createDirectories(folder.resolve("debs"));
    List<DebFile> files = new ArrayList<>(download("amd64", PACKAGES));
    files.addAll(download("arm64", FOREIGN));
    for (DebFile deb : files) {
      Files.copy(deb.file(), debs.resolve(deb.file().getFileName()));
    }
    byte[] bytes = Files.readAllBytes(files.getFirst().file());
    Files.write(debs.resolve("cut.deb"), Arrays.copyOf(bytes, bytes.length / 2));
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4096, (byte) 7);
    Files.write(debs.resolve("changed.deb"), bytes);
    return debs;
  }

  private static List<DebFile> download(String architecture, List<String> names)
      throws IOException {
    AptState state = new AptState(Path.of("..", "target", "apt", architecture), architecture);
    state.prepare();
    PackageSet known = new PackageSet(architecture, state.packages());
    List<Package> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(known.find(name, architecture).orElseThrow());
    }
    return state.download(wanted);
  }

  /** A library, a program that copies its variable, links, scripts and a malformed file. */
  Path tree() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path bin = Files.createDirectories(tree.resolve("usr/bin"));
    Path lib = Files.createDirectories(tree.resolve("usr/lib/mine"));
    Files.writeString(
        folder.resolve("two.c"),
        """
        int two_data[4] = {1, 2, 3, 4};
        int twice(int x) { return 2 * x; }
        static __thread int mine;
        int *own(void) { return &mine; }
        """);
    Files.writeString(
        folder.resolve("two.map"), "TWO_1 { global: twice; two_data; own; local: *; };");
    Files.writeString(
        folder.resolve("main.c"),
        """
        #include <dlfcn.h>
        extern int two_data[4]; int twice(int);
        int main(void) { return twice(two_data[1]) + !dlopen("libplugin.so.3", 1); }
        """);
    run(
        "gcc -shared -fPIC -Wl,-soname,libtwo.so.1 -Wl,--version-script=two.map two.c -o"
            + " libtwo.so");
    run(
        "gcc -fno-pie -no-pie main.c ./libtwo.so -Wl,--disable-new-dtags"
            + " -Wl,-rpath,/tmp/x:$ORIGIN/../lib/mine: -o main");
    Files.copy(folder.resolve("libtwo.so"), lib.resolve("libtwo.so.1.0"));
    Files.createSymbolicLink(lib.resolve("libtwo.so.1"), Path.of("libtwo.so.1.0"));
    Files.copy(folder.resolve("main"), bin.resolve("main"));
    Files.writeString(bin.resolve("script"), "#!/usr/bin/env python3 -u\nprint('\u00e9')\n");
    Path etc = Files.createDirectories(tree.resolve("etc/ld.so.conf.d"));
    Files.writeString(etc.resolve("mine.conf"), "# mine\n/usr/lib/mine\n/opt/none\n");
    byte[] malformed = Files.readAllBytes(bin.resolve("main"));
    Arrays.fill(malformed, 32, 48, (byte) 0xff);
    Files.write(bin.resolve("malformed"), malformed);
    return tree;
  }

  /** The same contents once more, but for what is malformed. */
  private Path tar(Path tree) {
    run("tar -czf tree.tar.gz --exclude=malformed -C " + tree + " .");
    return folder.resolve("tree.tar.gz");
  }

  /** Two layers. */
  private Path image() throws IOException {
    Path lower = Files.createDirectories(folder.resolve("lower/etc"));
    Path upper = Files.createDirectories(folder.resolve("upper/etc"));
    Files.writeString(lower.resolve("a"), "lower");
    Files.writeString(lower.resolve("b"), "#!/bin/sh\n");
    Files.writeString(upper.resolve(".wh.a"), "");
    Path image = Files.createDirectories(folder.resolve("image"));
    Files.writeString(image.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    List<String> layers = new ArrayList<>();
    for (Path layer : List.of(lower.getParent(), upper.getParent())) {
      run("tar -czf layer.tar.gz -C " + layer + " .");
      layers.add("{\"digest\": \"%s\"}".formatted(blob(image, folder.resolve("layer.tar.gz"))));
    }
    Path manifest =
        Files.writeString(
            folder.resolve("manifest"), "{\"layers\": [" + String.join(", ", layers) + "]}");
    Files.writeString(
        image.resolve("index.json"),
        "{\"manifests\": [{\"digest\": \"%s\"}]}".formatted(blob(image, manifest)));
    return image;
  }

  private static String blob(Path image, Path file) throws IOException {
    Path blobs = Files.createDirectories(image.resolve("blobs/sha256"));
    String sum = Tool.run(List.of("sha256sum", file.toString())).substring(0, 64);
    Files.move(file, blobs.resolve(sum));
    return "sha256:" + sum;
  }

  private void run(String command) {
    Tool.run(folder, List.of(command.split(" ")));
  }
}
