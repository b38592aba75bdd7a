package dev.elfwright.fat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.MappedFile;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.archive.Archive;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a file holds: slices, each for a target. A thin file, which is not fat, has one. The values
 * are those of the moment when the file was read; nothing stays open.
 *
 * @param file the file
 * @param size its size in bytes
 * @param container how it holds its slices
 * @param slices the slices in the order of their records, the host's first where it is an ELF file
 * @param findings what is wrong with it and does not hinder its use
 */
public record FatFile(
    Path file, long size, Container container, List<Slice> slices, List<FatFinding> findings) {

  /** Keeps copies. */
  public FatFile {
    slices = List.copyOf(slices);
    findings = List.copyOf(findings);
  }

  /**
   * Reads a fat or thin file.
   *
   * @throws IOException when it cannot be read
   * @throws ElfFormatException when it is neither ELF nor FatELF nor an archive, or breaks a rule
   *     that is fatal
   */
  public static FatFile open(Path file) throws IOException {
    long size = MappedFile.regularSize(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      ByteBuffer start = ByteBuffer.allocate(FatTable.MOST_BYTES);
      int _ = channel.read(start, 0);
      MemorySegment table = MemorySegment.ofBuffer(start.flip());
      if (!FatTable.isAt(table)) {
        return read(file, channel.map(MapMode.READ_ONLY, 0, size, arena));
      }
      String name = file.toString();
      return new Reading(
              new ElfBytes(name, table, true, false),
              (at, length) -> SliceContent.read(name, channel, at, length),
              0,
              size)
          .fat(file, size, new Container.FatElf(), List.of());
    }
  }

  /**
   * All that is wrong with a fat file.
   *
   * @throws IOException when it cannot be read
   * @throws ElfFormatException when it has no table whose records could be checked
   */
  public static List<FatFinding> validate(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = MappedFile.open(file, arena);
      ElfBytes in = new ElfBytes(file.toString(), bytes, true, false);
      if (FatTable.isAt(bytes)) {
        return check(in, 0, in.size());
      }
      OptionalLong script = SelfRunningScript.imageOf(in);
      if (script.isPresent()) {
        return check(in, script.getAsLong(), in.size());
      }
      Optional<Container.NativeFirst> section = section(file, bytes);
      if (section.isPresent()) {
        long start = section.get().offset();
        return check(in, start, start + section.get().size());
      }
      throw in.malformed(0, "FatELF header", "expected fa 70 0e 1f, or ELF with a section .fatelf");
    }
  }

  private static List<FatFinding> check(ElfBytes in, long start, long end) throws IOException {
    return new FatCheck(SliceContent.in(in), start, end, FatTable.read(in, start)).findings();
  }

  private static FatFile read(Path file, MemorySegment bytes) throws IOException {
    ElfBytes in = new ElfBytes(file.toString(), bytes, true, false);
    SliceContent.Reader contents = SliceContent.in(in);
    OptionalLong script = SelfRunningScript.imageOf(in);
    if (script.isPresent()) {
      long start = script.getAsLong();
      return new Reading(in, contents, start, in.size())
          .fat(file, in.size(), new Container.SelfRunning(start), List.of());
    }
    Slice whole = whole(in);
    Optional<Container.NativeFirst> section =
        whole.kind() == Slice.Kind.ELF ? section(file, bytes) : Optional.empty();
    if (section.isPresent()) {
      Container.NativeFirst s = section.get();
      return new Reading(in, contents, s.offset(), s.offset() + s.size())
          .fat(file, in.size(), s, List.of(whole));
    }
    return new FatFile(file, in.size(), new Container.Thin(), List.of(whole), List.of());
  }

  private static Slice whole(ElfBytes in) {
    SliceContent content = SliceContent.read(in, 0, in.size());
    if (content instanceof SliceContent.Other(var why)) {
      throw in.malformed(0, "file", why);
    }
    var known = (SliceContent.Known) content;
    return new Slice(known.target(), known.kind(), 0, in.size());
  }

  private static Optional<Container.NativeFirst> section(Path file, MemorySegment bytes) {
    if (Archive.isArchive(bytes)) {
      return Optional.empty();
    }
    ElfModel model = Elf.parse(file.toString(), bytes);
    Optional<Section> section = model.section(Container.NativeFirst.SECTION);
    return section.map(s -> new Container.NativeFirst(s.header().offset(), s.bytes().byteSize()));
  }

  /**
   * Reads a container within a file.
   *
   * @param in the file, or as much of it as a table can take
   * @param contents looks at the slices
   * @param start where the container begins
   * @param end where it ends
   */
  private record Reading(ElfBytes in, SliceContent.Reader contents, long start, long end) {
    FatFile fat(Path file, long size, Container container, List<Slice> before) throws IOException {
      FatTable table = FatTable.read(in, start);
      var check = new FatCheck(contents, start, end, table);
      List<FatFinding> findings = check.findings();
      for (FatFinding f : findings) {
        if (f.rule().severity() == FatRule.Severity.FATAL) {
          throw new ElfFormatException(in.file(), f.offset(), f.place(), f.message());
        }
      }
      List<Slice> slices = new ArrayList<>(before);
      for (int i = 0; i < table.records().size(); i++) {
        FatRecord r = table.records().get(i);
        slices.add(new Slice(r.target(), check.kind(i), start + r.offset(), r.size()));
      }
      return new FatFile(file, size, container, slices, findings);
    }
  }

  /** Whether the file is a container, even of a single slice. */
  public boolean isFat() {
    return !(container instanceof Container.Thin);
  }

  /** The slices that a pattern fits. */
  public List<Slice> matching(TargetPattern pattern) {
    if (pattern instanceof TargetPattern.Numbered(var number)) {
      return number < slices.size() ? List.of(slices.get(number)) : List.of();
    }
    var fields = (TargetPattern.Fields) pattern;
    return slices.stream().filter(s -> fields.fits(s.target())).toList();
  }

  /**
   * The slice that a pattern means.
   *
   * @throws FatRefusedException when it fits none, or several that differ in more than the variant
   */
  public Slice slice(TargetPattern pattern) {
    List<Slice> found = matching(pattern);
    List<Slice> plain = found.stream().filter(s -> s.target().variant() == 0).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (plain.size() == 1) {
      return plain.getFirst();
    }
    if (found.isEmpty()) {
      throw new FatRefusedException(
          "%s: no slice for %s; there are %s".formatted(file, pattern, names(slices)));
    }
    throw new FatRefusedException(
        "%s: %s can mean any of %s".formatted(file, pattern, names(found)));
  }

  /** The shortest name by which a slice of this file can be told from the others. */
  public String nameOf(Slice slice) {
    String name = slice.target().name();
    boolean alone = slices.stream().filter(s -> s.target().name().equals(name)).count() == 1;
    return alone ? name : slice.target().fields();
  }

  private String names(List<Slice> some) {
    return some.stream().map(this::nameOf).collect(Collectors.joining(", "));
  }
}
