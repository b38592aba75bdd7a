package dev.elfwright.fat.erofs;

import dev.elfwright.fat.erofs.Node.Special.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Trees with a bit of everything, different for each seed. */
final class RandomTree {
  private final RandomGenerator random;
  private final List<byte[]> devices;
  private final List<Node> linkable = new ArrayList<>();

  RandomTree(RandomGenerator random, List<byte[]> devices) {
    this.random = random;
    this.devices = devices;
  }

  Node.Directory root() {
    return directory(4);
  }

  private Node.Directory directory(int depth) {
    var entries = new TreeMap<String, Node>();
    int count = depth == 0 ? random.nextInt(3) : random.nextInt(random.nextInt(1, 60));
    for (int i = 0; i < count; i++) {
      entries.put(name(), node(depth));
    }
    return new Node.Directory(metadata(), entries);
  }

  private Node node(int depth) {
    Node node =
        switch (random.nextInt(depth > 0 ? 8 : 7)) {
          case 0, 1 -> mapped();
          case 2 -> new Node.StoredFile(metadata(), bytes(size(9000)));
          case 3 -> new Node.StoredFile(metadata(), bytes(random.nextInt(5) * 4096));
          case 4 -> new Node.Symlink(linkMetadata(), "t".repeat(random.nextInt(1, 4096)));
          case 5 -> special();
          case 6 -> linkable.isEmpty() ? mapped() : linkable.get(random.nextInt(linkable.size()));
          default -> directory(depth - 1);
        };
    if (!(node instanceof Node.Directory)) {
      linkable.add(node);
    }
    return node;
  }

  private Node mapped() {
    int device = random.nextInt(devices.size());
    int blocks = devices.get(device).length / ErofsImage.BLOCK;
    long offset = (long) random.nextInt(blocks) * ErofsImage.BLOCK;
    long size = random.nextLong(devices.get(device).length - offset + 1);
    return mapped(metadata(), devices.get(device), device, offset, size);
  }

  /** With an end of its own where the device has no whole block for it. */
  static Node.MappedFile mapped(
      Metadata metadata, byte[] content, int device, long offset, long size) {
    long blocks = (offset + size + ErofsImage.BLOCK - 1) / ErofsImage.BLOCK;
    byte[] end = new byte[0];
    if (size > 0 && blocks > content.length / ErofsImage.BLOCK) {
      int last = (int) (offset + size);
      end = Arrays.copyOfRange(content, last - (int) (size % Node.MappedFile.END), last);
    }
    return new Node.MappedFile(metadata, device, offset, size, end);
  }

  private Node special() {
    Kind kind = Kind.values()[random.nextInt(4)];
    boolean isDevice = kind == Kind.BLOCK_DEVICE || kind == Kind.CHARACTER_DEVICE;
    return new Node.Special(
        metadata(),
        kind,
        isDevice ? random.nextInt(1, 4096) : 0,
        isDevice ? random.nextInt(1 << 20) : 0);
  }

  /** Names of all lengths; bytes below and above those of ".", where a name sorts oddly. */
  private String name() {
    String first = random.nextBoolean() ? "n" : random.nextBoolean() ? "-" : "\u00e9";
    return first
        + Integer.toString(random.nextInt(1 << 20), 36)
        + "x".repeat(random.nextInt(8) == 0 ? random.nextInt(240) : random.nextInt(12));
  }

  private int size(int most) {
    return random.nextInt(4) == 0 ? 0 : random.nextInt(most);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private Metadata metadata() {
    Metadata plain = linkMetadata();
    var attributes = new ArrayList<Attribute>();
    for (int i = random.nextInt(3) == 0 ? random.nextInt(6) : 0; i > 0; i--) {
      Attribute.Prefix prefix =
          random.nextBoolean() ? Attribute.Prefix.TRUSTED : Attribute.Prefix.SECURITY;
      int size = random.nextInt(16) == 0 ? random.nextInt(20_000) : random.nextInt(40);
      attributes.add(new Attribute(prefix, "elfwright." + i, bytes(size)));
    }
    return new Metadata(
        random.nextInt(010000), plain.owner(), plain.group(), plain.modified(), attributes);
  }

  /** Links have all permissions and, here, no attributes. */
  private Metadata linkMetadata() {
    return new Metadata(
        0777,
        random.nextInt(1, Integer.MAX_VALUE),
        random.nextInt(70_000),
        Instant.ofEpochSecond(random.nextLong(-1000, 1L << 33), random.nextInt(1_000_000_000)),
        List.of());
  }

  /** All paths below a root; the root itself is the empty one. */
  static Map<String, Node> flat(Node.Directory root) {
    var all = new TreeMap<String, Node>();
    collect("", root, all);
    return all;
  }

  private static void collect(String path, Node node, Map<String, Node> all) {
    all.put(path, node);
    if (node instanceof Node.Directory d) {
      d.entries().forEach((name, n) -> collect(path.isEmpty() ? name : path + "/" + name, n, all));
    }
  }

  /** A path as the tools print it here: one character a byte. */
  static String printed(String path) {
    return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
