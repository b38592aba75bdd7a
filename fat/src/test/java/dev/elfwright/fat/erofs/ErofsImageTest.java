package dev.elfwright.fat.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel is the judge: what it shows of an image is compared with what was asked for. */
class ErofsImageTest {
  @TempDir Path work;

  private final List<Path> devices = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theKernelShowsWhatWasAsked(long seed) throws IOException {
    var random = new Random(seed);
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      device(random, random.nextInt(4096, 300_000));
    }
    Node.Directory root = new RandomTree(random, contents).root();

    try (var mounted = mount(root)) {
      Map<String, Node> asked = RandomTree.flat(root);
      assertEqual(status(mounted.folder), statusOf(asked));
      assertEqual(attributes(mounted.folder), attributesOf(asked));
      asked.forEach((path, node) -> assertContent(mounted.folder, path, node));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void fsckFindsNothing(long seed) throws IOException {
    var random = new Random(seed);
    device(random, 200_000);
    Node.Directory root = new RandomTree(random, contents).root();
    byte[] bytes = ErofsImage.write(root, List.of(new Device(200_000)));
    String image = Files.write(work.resolve("image"), bytes).toString();
    String device = "--device=" + devices.getFirst();

    assertThat(Tool.run(List.of("fsck.erofs", "-d3", device, image))).contains("No errors found");
    assertThat(Tool.run(List.of("dump.erofs", device, "-s", image)))
        .containsPattern("inode count: +" + distinct(root) + "\n");
  }

  @Test
  void aThousandDevices() throws IOException {
    var random = new Random(1);
    var entries = new TreeMap<String, Node>();
    for (int i = 0; i < 1000; i++) {
      device(random, 5000 + i);
      entries.put("file" + i, RandomTree.mapped(plain(), contents.get(i), i, 4096, 904 + i));
    }
    try (var mounted = mount(new Node.Directory(plain(), entries))) {
      entries.forEach((path, node) -> assertContent(mounted.folder, path, node));
    }
  }

  @Test
  void aFileOfFiveGigabytesIsOneChunk() throws IOException {
    long size = 5L << 30;
    Path device = work.resolve("sparse");
    Tool.run(List.of("truncate", "-s", Long.toString(size), device.toString()));
    byte[] end = "the end of a large file".getBytes(StandardCharsets.US_ASCII);
    try (var channel = Files.newByteChannel(device, StandardOpenOption.WRITE)) {
      channel.position(size - end.length - 50).write(ByteBuffer.wrap(end));
    }
    var root =
        new Node.Directory(
            plain(),
            new TreeMap<>(
                Map.of("large", new Node.MappedFile(plain(), 0, 4096, size - 4096, new byte[0]))));
    byte[] image = ErofsImage.write(root, List.of(new Device(size)));

    assertThat(image).hasSize(2 * ErofsImage.BLOCK);
    try (var mounted = new MountedImage(work, image, List.of(device));
        var channel = Files.newByteChannel(mounted.folder.resolve("large"))) {
      assertThat(channel.size()).isEqualTo(size - 4096);
      var buffer = ByteBuffer.allocate(100);
      channel.position(size - 4096 - end.length - 50);
      while (channel.read(buffer) > 0) {}
      assertThat(Arrays.copyOf(buffer.array(), buffer.position())).startsWith(end);
    }
  }

  @Test
  void aFileMayEndWithinABlockOfItsDevice() throws IOException {
    device(new Random(3), 8192);
    Node file = new Node.MappedFile(plain(), 0, 0, 100, new byte[0]);
    try (var mounted = mount(new Node.Directory(plain(), new TreeMap<>(Map.of("f", file))))) {
      assertContent(mounted.folder, "f", file);
    }
  }

  @Test
  void aFileInABlockThatItsDeviceDoesNotWhollyHaveIsRefused() {
    var root =
        new Node.Directory(
            plain(),
            new TreeMap<>(Map.of("f", new Node.MappedFile(plain(), 0, 4096, 5, new byte[0]))));
    assertThatThrownBy(() -> ErofsImage.write(root, List.of(new Device(8000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 bytes at 4096 are not in whole blocks of device 0");
  }

  @Test
  void aFolderAtTwoPlacesIsRefused() {
    var folder = new Node.Directory(plain(), new TreeMap<>());
    var root = new Node.Directory(plain(), new TreeMap<>(Map.of("a", folder, "b", folder)));
    assertThatThrownBy(() -> ErofsImage.write(root, List.of()))
        .hasMessage("a folder at two places");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\0b"})
  void whatIsNoNameIsRefused(String name) {
    var entries =
        new TreeMap<String, Node>(Map.of(name, new Node.StoredFile(plain(), new byte[0])));
    assertThatThrownBy(() -> new Node.Directory(plain(), entries))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Metadata plain() {
    return Metadata.of(0755, Instant.ofEpochSecond(1_700_000_000, 5));
  }

  private void device(Random random, int size) throws IOException {
    byte[] content = new byte[size];
    random.nextBytes(content);
    contents.add(content);
    devices.add(Files.write(work.resolve("device" + devices.size()), content));
  }

  private MountedImage mount(Node.Directory root) throws IOException {
    List<Device> slots = contents.stream().map(c -> new Device(c.length)).toList();
    return new MountedImage(work, ErofsImage.write(root, slots), devices);
  }

  private static int distinct(Node.Directory root) {
    var seen = new IdentityHashMap<Node, Node>();
    RandomTree.flat(root).values().forEach(n -> seen.put(n, n));
    return seen.size();
  }

  /** Path to kind, permissions, owner, group, size, links, time and target, as find sees them. */
  private static Map<String, String> status(Path folder) {
    String all =
        Tool.output(List.of("find", folder.toString(), "-printf", "%P\\0%y %m %U %G %n %T@ %s\\0"));
    String[] fields = all.split("\0", -1);
    var map = new TreeMap<String, String>();
    for (int i = 0; i + 1 < fields.length; i += 2) {
      String status = fields[i + 1];
      boolean isFolder = status.startsWith("d"); // whose size is the writer's own affair
      map.put(fields[i], isFolder ? status.substring(0, status.lastIndexOf(' ')) : status);
    }
    return map;
  }

  private static Map<String, String> statusOf(Map<String, Node> nodes) {
    var links = new IdentityHashMap<Node, Integer>();
    nodes.values().forEach(n -> links.merge(n, 1, Integer::sum));
    var map = new TreeMap<String, String>();
    nodes.forEach((path, node) -> map.put(RandomTree.printed(path), statusOf(node, links)));
    return map;
  }

  private static String statusOf(Node node, Map<Node, Integer> links) {
    Metadata m = node.metadata();
    String kind =
        switch (node) {
          case Node.Directory _ -> "d";
          case Node.MappedFile _, Node.StoredFile _ -> "f";
          case Node.Symlink _ -> "l";
          case Node.Special s ->
              switch (s.kind()) {
                case CHARACTER_DEVICE -> "c";
                case BLOCK_DEVICE -> "b";
                case PIPE -> "p";
                case SOCKET -> "s";
              };
        };
    int count =
        node instanceof Node.Directory d
            ? 2
                + (int)
                    d.entries().values().stream().filter(Node.Directory.class::isInstance).count()
            : links.get(node);
    String size =
        switch (node) {
          case Node.Directory _ -> "";
          case Node.MappedFile f -> " " + f.size();
          case Node.StoredFile f -> " " + f.content().length;
          case Node.Symlink l -> " " + l.target().length();
          case Node.Special _ -> " 0";
        };
    return "%s %o %d %d %d %s%s"
        .formatted(kind, m.permissions(), m.owner(), m.group(), count, time(m.modified()), size);
  }

  /** Names only what differs; there are thousands of lines. */
  private static void assertEqual(Map<String, String> actual, Map<String, String> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((key, value) -> assertThat(actual.get(key)).as(key).isEqualTo(value));
  }

  private static String time(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
            .add(BigDecimal.valueOf(time.getNano(), 9))
            .setScale(9)
            .toPlainString()
        + "0";
  }

  private static Map<String, String> attributes(Path folder) {
    String all =
        Tool.output(
            List.of(
                "getfattr",
                "-R",
                "-P",
                "-h",
                "-d",
                "-m",
                "^(trusted|security)",
                "-e",
                "hex",
                folder.toString()));
    var map = new TreeMap<String, String>();
    String path = "";
    for (String line : all.lines().toList()) {
      if (line.startsWith("# file: ")) {
        path = unescaped(line.substring("# file: ".length()));
      } else if (!line.isEmpty()) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? line : line.substring(0, equals);
        map.put(path + " " + name, equals < 0 ? "" : line.substring(equals + 1));
      }
    }
    String prefix = folder.toString().substring(1);
    var relative = new TreeMap<String, String>();
    map.forEach((key, value) -> {
      String rest = key.substring(prefix.length());
      relative.put(rest.startsWith("/") ? rest.substring(1) : rest, value);
    });
    return relative;
  }

  private static String unescaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static Map<String, String> attributesOf(Map<String, Node> nodes) {
    var map = new TreeMap<String, String>();
    nodes.forEach((path, node) -> {
      for (Attribute a : node.metadata().attributes()) {
        String hex = HexFormat.of().formatHex(a.value());
        map.put(RandomTree.printed(path) + " " + a.name(), "0x" + hex);
      }
    });
    return map;
  }

  private void assertContent(Path folder, String path, Node node) {
    try {
      assertContent(folder.resolve(path), node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertContent(Path file, Node node) throws IOException {
    switch (node) {
      case Node.MappedFile f -> {
        byte[] device = contents.get(f.device());
        int start = (int) f.offset();
        assertBytes(file, Arrays.copyOfRange(device, start, start + (int) f.size()));
      }
      case Node.StoredFile f -> assertBytes(file, f.content());
      case Node.Symlink l -> assertThat(Files.readSymbolicLink(file)).hasToString(l.target());
      case Node.Directory _, Node.Special _ -> {}
    }
  }

  private static void assertBytes(Path file, byte[] expected) throws IOException {
    assertThat(Arrays.equals(Files.readAllBytes(file), expected)).as("%s", file).isTrue();
  }
}
