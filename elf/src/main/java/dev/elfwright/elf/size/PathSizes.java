package dev.elfwright.elf.size;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.size.SizeNode.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What takes the space of a folder: folders, in them files, in ELF files segments and sections.
 * Symbols are left out, of which a folder may have many millions. A file's size is its length, not
 * what the file system needs for it; symbolic links count nothing.
 */
public final class PathSizes {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private PathSizes() {}

  /**
   * The tree of a folder, or of one file. Malformed ELF files have no parts.
   *
   * @throws IOException when something cannot be read
   */
  public static SizeNode of(Path path) throws IOException {
    return node(path, path.toString());
  }

  private static SizeNode node(Path path, String name) throws IOException {
    if (!Files.isDirectory(path)) {
      return file(path, name);
    }
    List<SizeNode> parts = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        boolean folder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        if (folder || Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          parts.add(node(entry, String.valueOf(entry.getFileName())));
        }
      }
    }
    return FileSizes.sum(name, Kind.FOLDER, parts);
  }

  private static SizeNode file(Path path, String name) throws IOException {
    if (isElf(path)) {
      try (ElfModel model = Elf.open(path)) {
        SizeNode tree = FileSizes.withoutSymbols(model);
        return new SizeNode(name, Kind.FILE, tree.bytes(), tree.parts());
      } catch (ElfFormatException e) {
        // Its size counts all the same; `elf verify` says what is wrong.
      }
    }
    return new SizeNode(name, Kind.FILE, Files.size(path), List.of());
  }

  private static boolean isElf(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }
}
