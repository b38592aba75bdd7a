package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.debug.DebugAltLink;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.elf.unwind.CallFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The debugging information of one file: DWARF 2 to 5, of 32 and 64 bits, in either byte order,
 * compressed or not, in programs, libraries and object files, whole, or spread over files of split
 * units ({@code .dwo}), a package of these ({@code .dwp}) and of what several files share (dwz).
 * Any thread may use it, so units can be looked at in parallel.
 *
 * <p>What refers to another file is empty where that file is not to be found ({@link #missing}).
 */
public final class Dwarf implements AutoCloseable {
  /** Tables of abbreviations are a few megabytes; more are read where they lie. */
  private static final long LARGEST_COPY = 16 << 20;

  /** Units have a hundred bytes at least, apart from some of those that are shared. */
  private static final int LEAST_UNIT = 128;

  private static final int ALWAYS_ALLOWED = 1 << 17;

  private final DebugSections sections;
  private final List<Path> places; // of the information, and of the program
  private final @Nullable Unit skeleton;
  private final List<ElfModel> owned = new ArrayList<>();
  private final List<Dwarf> others = new ArrayList<>();
  private final Map<Long, Abbreviations> abbreviations = new ConcurrentHashMap<>();
  private volatile byte @Nullable [] abbreviationCopy;
  private final AtomicLong abbreviationBytes = new AtomicLong();
  private final LongTexts longTexts = new LongTexts();
  private final Map<Long, Optional<Dwarf>> splitFiles = new ConcurrentHashMap<>();
  private final @Nullable DwarfPackage origin; // of the unit that this is; else null
  private @Nullable Optional<DwarfPackage> beside;
  private final @Nullable Dwarf shared;
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable List<Unit> units;
  private volatile @Nullable Map<Long, Unit> typeUnits;

  private Dwarf(
      DebugSections sections,
      List<Path> places,
      @Nullable Dwarf shared,
      @Nullable Unit skeleton,
      @Nullable DwarfPackage origin) {
    this.sections = sections;
    this.places = places;
    this.shared = shared;
    this.skeleton = skeleton;
    this.origin = origin;
  }

  /**
   * What a file itself has, which may be nothing; no other file is opened.
   *
   * @param model open for all threads ({@link Elf#openShared}) if several will look at it
   */
  public static Dwarf of(ElfModel model) {
    return new Dwarf(new DebugSections(model, ""), List.of(), null, null, null);
  }

  /**
   * That of a file, wherever it lies: in the file, or where its build ID or debug link leads, with
   * the file of what several files share. Empty when there is none.
   *
   * @param debugFiles where files of debugging information lie
   * @throws IOException when a file cannot be read
   * @throws ElfFormatException when one is malformed
   */
  public static Optional<Dwarf> open(Path file, DebugFiles debugFiles) throws IOException {
    List<ElfModel> opened = new ArrayList<>();
    try {
      ElfModel model = Elf.openShared(file);
      opened.add(model);
      Path place = file;
      if (!new DebugSections(model, "").has(DebugSection.INFO)) {
        Optional<Path> apart = debugFiles.find(model, file);
        if (apart.isEmpty()) {
          model.close();
          return Optional.empty();
        }
        place = apart.get();
        model = Elf.openShared(place);
        opened.add(model);
      }
      Optional<Path> common = debugFiles.findShared(model, place);
      Dwarf shared = null;
      if (common.isPresent()) {
        ElfModel other = Elf.openShared(common.get());
        opened.add(other);
        shared = of(other);
      }
      Dwarf dwarf =
          new Dwarf(new DebugSections(model, ""), List.of(place, file), shared, null, null);
      dwarf.owned.addAll(opened);
      if (common.isEmpty()) {
        DebugAltLink.of(model).ifPresent(link -> dwarf.missing.add(link.path()));
      }
      return Optional.of(dwarf);
    } catch (IOException | RuntimeException e) {
      opened.forEach(ElfModel::close);
      throw e;
    }
  }

  DebugSections sections() {
    return sections;
  }

  /**
   * The names of other files that belong to this one and were not found, sorted: that of what
   * several files share, from the start, and those of split units as soon as they were asked for,
   * each with that of the package in which the unit could be instead: {@code a.dwo or program.dwp}.
   */
  public List<String> missing() {
    return missing.stream().sorted().toList();
  }

  /** Whether this is a file of split units. */
  boolean isSplit() {
    return skeleton != null;
  }

  /**
   * The units in their order, those of .debug_info before those of .debug_types.
   *
   * @throws ElfFormatException when a unit's header is malformed
   */
  public List<Unit> units() {
    List<Unit> made = units;
    if (made == null) {
      made = new ArrayList<>();
      readUnits(DebugSection.INFO, made);
      readUnits(DebugSection.TYPES, made);
      made = List.copyOf(made);
      units = made;
    }
    return made;
  }

  /**
   * The call frames of .debug_frame, wherever that lies; empty when there are none. Programs that
   * unwind themselves have theirs in .eh_frame ({@link CallFrames#of(ElfModel)}).
   *
   * @throws ElfFormatException when the section cannot be expanded
   */
  public Optional<CallFrames> frames() {
    return sections.has(DebugSection.FRAME)
        ? Optional.of(CallFrames.ofDebug(sections.bytes(DebugSection.FRAME)))
        : Optional.empty();
  }

  private void readUnits(DebugSection section, List<Unit> into) {
    ElfBytes in = sections.bytes(section);
    for (long at = 0; at < in.size(); ) {
      UnitHeader header = UnitHeader.read(new Cursor(in, section, at, in.size()), section);
      if (into.size() > ALWAYS_ALLOWED + at / LEAST_UNIT) {
        throw in.malformed(
            at, section.toString(), "%d units in 0x%x bytes".formatted(into.size(), at));
      }
      into.add(new Unit(this, section, header, skeleton));
      at = header.end();
    }
  }

  Abbreviations abbreviations(long offset) {
    Abbreviations known = abbreviations.get(offset);
    if (known == null) {
      ElfBytes in = sections.bytes(DebugSection.ABBREV);
      known = Abbreviations.read(in, abbreviationCopy(in), offset);
      // Tables that overlap would make reading all of them take the square of the size.
      if (abbreviations.putIfAbsent(offset, known) == null
          && abbreviationBytes.addAndGet(known.size()) > in.size()) {
        throw in.malformed(offset, DebugSection.ABBREV.toString(), "tables that overlap");
      }
    }
    return known;
  }

  private byte @Nullable [] abbreviationCopy(ElfBytes in) {
    byte[] made = abbreviationCopy;
    if (made == null && in.size() <= LARGEST_COPY) {
      made = in.slice(0, in.size(), DebugSection.ABBREV.toString()).toArray(ValueLayout.JAVA_BYTE);
      abbreviationCopy = made;
    }
    return made;
  }

  String text(DebugSection section, long offset, Unit user) {
    ElfBytes in = sections.bytes(section);
    if (offset < 0 || offset >= in.size()) {
      throw user.malformed(
          user.header().offset(),
          "a text at 0x%x of %s, which ends at 0x%x".formatted(offset, section, in.size()));
    }
    String text =
        longTexts.unique(
            section, offset, in.string(offset, in.size(), section.toString()), in.size());
    if (text == null) {
      throw user.malformed(user.header().offset(), "names that share their bytes");
    }
    return text;
  }

  /** A text of the file that several share; what stands in for it says that it is not there. */
  String sharedText(long offset) {
    if (shared == null) {
      return "(in the shared file, at 0x%x)".formatted(offset);
    }
    ElfBytes in = shared.sections.bytes(DebugSection.STR);
    return in.string(offset, in.size(), DebugSection.STR.toString());
  }

  /** The entry at an offset of the section in which a unit lies. */
  Entry entryAt(Unit from, long offset) {
    if (offset >= from.header().offset() && offset < from.header().end()) {
      return from.entryAt(offset);
    }
    return unitAt(offset, from.isInTypesSection())
        .orElseThrow(() ->
            from.malformed(
                from.header().offset(),
                "a reference to 0x%x, where no unit lies".formatted(offset)))
        .entryAt(offset);
  }

  private Optional<Unit> unitAt(long offset, boolean inTypesSection) {
    List<Unit> all = units();
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Unit unit = all.get(middle);
      boolean isBefore =
          unit.isInTypesSection() == inTypesSection
              ? unit.header().end() <= offset
              : inTypesSection;
      boolean isBehind =
          unit.isInTypesSection() == inTypesSection
              ? unit.header().offset() > offset
              : !inTypesSection;
      if (isBefore) {
        low = middle + 1;
      } else if (isBehind) {
        high = middle - 1;
      } else {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  Optional<Entry> sharedEntryAt(long offset) {
    if (shared == null) {
      return Optional.empty();
    }
    return Optional.of(
        shared
            .unitAt(offset, false)
            .orElseThrow(() ->
                shared
                    .sections
                    .model()
                    .bytes()
                    .malformed(
                        0,
                        ".debug_info",
                        "a reference from %s to 0x%x, where no unit lies".formatted(this, offset)))
            .entryAt(offset));
  }

  Optional<Entry> typeOf(long signature) {
    Map<Long, Unit> made = typeUnits;
    if (made == null) {
      Map<Long, Unit> found = new HashMap<>();
      units().stream()
          .filter(u -> u.header().type().isType())
          .forEach(u -> found.putIfAbsent(u.header().signature(), u));
      made = Map.copyOf(found);
      typeUnits = made;
    }
    return Optional.ofNullable(made.get(signature))
        .map(u -> u.entryAt(u.header().offset() + u.header().typeOffset()))
        .or(() -> typeInPackage(signature));
  }

  /** Each type of a package is a unit for itself, for all units that refer to it. */
  private Optional<Entry> typeInPackage(long signature) {
    DwarfPackage all = origin;
    return all == null
        ? Optional.empty()
        : all.type(signature, own -> new Dwarf(own, List.of(), shared, skeleton, all))
            .filter(unit -> unit != this)
            .flatMap(unit -> unit.typeOf(signature));
  }

  /**
   * The split unit of a skeleton: in the package beside the file, or by its name, from where the
   * compiler ran, or beside the file.
   */
  Optional<Unit> split(Unit from) {
    Optional<Entry> root = from.root();
    Optional<String> name =
        root.flatMap(r -> r.text(At.DWO_NAME).or(() -> r.text(At.GNU_DWO_NAME)));
    if (name.isEmpty() || places.isEmpty()) {
      return Optional.empty();
    }
    long id =
        from.header().version() >= 5
            ? from.header().signature()
            : root.flatMap(r -> r.number(At.GNU_DWO_ID)).orElse(0L);
    String folder = root.flatMap(r -> r.text(At.COMP_DIR)).orElse("");
    Optional<Dwarf> file =
        splitFiles.computeIfAbsent(
            from.header().offset(),
            _ -> splitInPackage(from, id).or(() -> openSplit(from, name.get(), folder)));
    return file.flatMap(f ->
        f.units().stream()
            .filter(u -> !u.header().type().isType())
            .filter(u ->
                (u.header().version() >= 5
                        ? u.header().signature()
                        : u.root().flatMap(r -> r.number(At.GNU_DWO_ID)).orElse(0L))
                    == id)
            .findFirst());
  }

  private Optional<Dwarf> splitInPackage(Unit from, long id) {
    return ownPackage()
        .flatMap(p -> p.unit(id).map(own -> new Dwarf(own, List.of(), shared, from, p)));
  }

  private Optional<DwarfPackage> ownPackage() {
    synchronized (others) {
      Optional<DwarfPackage> known = beside;
      if (known == null) {
        known = DwarfPackage.besideOneOf(places);
        beside = known;
      }
      return known;
    }
  }

  private Optional<Dwarf> openSplit(Unit from, String name, String folder) {
    try {
      Path place = places.getFirst().toAbsolutePath();
      for (Path candidate : List.of(Path.of(folder).resolve(name), place.resolveSibling(name))) {
        if (Files.isRegularFile(candidate)) {
          ElfModel model = Elf.openShared(candidate);
          Dwarf made =
              new Dwarf(
                  new DebugSections(model, DebugSections.SPLIT),
                  List.of(candidate),
                  shared,
                  from,
                  null);
          made.owned.add(model);
          synchronized (others) {
            others.add(made);
          }
          return Optional.of(made);
        }
      }
    } catch (InvalidPathException e) {
      // No file of this system has such a name.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String besides = DwarfPackage.nameFor(places.getLast());
    missing.add(
        ownPackage().isEmpty()
            ? name + " or " + besides
            : name + ", not in " + besides + " either");
    return Optional.empty();
  }

  /** Closes the files that {@link #open} and the split units opened. */
  @Override
  public void close() {
    synchronized (others) {
      others.forEach(Dwarf::close);
      Optional<DwarfPackage> known = beside;
      if (known != null) {
        known.ifPresent(DwarfPackage::close);
      }
    }
    owned.forEach(ElfModel::close);
  }

  @Override
  public String toString() {
    return sections.model().file();
  }
}
