package dev.elfwright.natives.model;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.natives.jni.NativeMethod;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Finds ELF files and native methods in a jar, in the jars in it, in a folder, or in one file. Jars
 * in jars are how Spring Boot packs an application; in those of the second level nobody looks.
 */
public final class ContentsReader {
  /** More than any library, and less than a jar made to fill the memory could unfold. */
  private static final int LARGEST_ENTRY = 1 << 30;

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final List<NativeLibrary> libraries = new ArrayList<>();
  private final Set<NativeMethod> methods = new LinkedHashSet<>();

  private ContentsReader() {}

  /**
   * Reads a jar, all files below a folder, or one file. One entry is in memory at a time.
   *
   * @throws IOException when it cannot be read, or a class file in it is malformed
   * @throws ElfFormatException when an ELF file in it is malformed
   */
  public static Contents read(Path jarOrFolder) throws IOException {
    if (!Files.exists(jarOrFolder)) {
      throw new NoSuchFileException(jarOrFolder.toString());
    }
    ContentsReader reader = new ContentsReader();
    if (Files.isDirectory(jarOrFolder)) {
      reader.readFolder(jarOrFolder);
    } else if (startsWith(jarOrFolder, ZIP)) {
      reader.readJar(jarOrFolder);
    } else {
      reader.readFile(jarOrFolder, jarOrFolder.toString());
    }
    return new Contents(
        jarOrFolder.toString(), List.copyOf(reader.libraries), List.copyOf(reader.methods));
  }

  private static boolean startsWith(Path file, byte[] magic) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }

  private void readFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      readFile(file, file.toString());
    }
  }

  private void readFile(Path file, String place) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      readEntry(in, place);
    }
  }

  private void readJar(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<ZipEntry> entries = new ArrayList<>(zip.stream().filter(e -> !e.isDirectory()).toList());
      entries.sort(Comparator.comparing(ZipEntry::getName));
      for (ZipEntry entry : entries) {
        String place = jar + "!/" + entry.getName();
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
          if (place.endsWith(".jar")) {
            readInnerJar(in, place);
          } else {
            readEntry(in, place);
          }
        }
      }
    }
  }

  /** As a stream: an entry of a jar has no file to seek in. */
  private void readInnerJar(InputStream jar, String place) throws IOException {
    ZipInputStream zip = new ZipInputStream(jar);
    try {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        readEntry(new BufferedInputStream(zip), place + "!/" + e.getName());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": no jar that can be read: " + e.getMessage(), e);
    }
  }

  private void readEntry(InputStream in, String place) throws IOException {
    in.mark(ELF.length);
    boolean elf = java.util.Arrays.equals(in.readNBytes(ELF.length), ELF);
    if (!elf && !place.endsWith(".class")) {
      return;
    }
    in.reset();
    byte[] bytes = in.readNBytes(LARGEST_ENTRY);
    if (bytes.length == LARGEST_ENTRY) {
      throw new IOException(place + ": larger than " + LARGEST_ENTRY + " bytes");
    }
    if (elf) {
      LibraryReader.read(place, MemorySegment.ofArray(bytes)).ifPresent(libraries::add);
    } else {
      methods.addAll(MethodReader.read(place, bytes));
    }
  }
}
