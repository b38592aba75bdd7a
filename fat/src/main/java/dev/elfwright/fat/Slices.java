package dev.elfwright.fat;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.fat.SelfRunningScript.Carried;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The slices that a fat file is to have. Each change gives another value; {@link #plan} says how
 * the file will look, and {@link FatWriter} writes it.
 *
 * @param list the slices in order
 */
public record Slices(List<SliceSource> list) {
  /**
   * Checks, and puts plain slices before variants, because readers that know no variants take the
   * first that fits.
   *
   * @throws FatRefusedException when two are for the same target, or there are more than 255
   */
  public Slices {
    list =
        Stream.concat(
                list.stream().filter(s -> s.target().variant() == 0),
                list.stream().filter(s -> s.target().variant() != 0))
            .toList();
    if (list.size() > FatTable.MOST_RECORDS) {
      throw new FatRefusedException(list.size() + " slices, but a table has 255 at most");
    }
    List<SliceSource> before = new ArrayList<>();
    for (SliceSource s : list) {
      for (SliceSource b : before) {
        if (b.target().equals(s.target())) {
          throw new FatRefusedException(
              "%s and %s are both for %s"
                  .formatted(b.file().file(), s.file().file(), s.target().fields()));
        }
      }
      before.add(s);
    }
  }

  /** The slices of some files, in order. */
  public static Slices of(Collection<FatFile> files) {
    return new Slices(files.stream().flatMap(Slices::sources).toList());
  }

  /** The slices of a file. */
  public static Slices of(FatFile file) {
    return new Slices(sources(file).toList());
  }

  private static Stream<SliceSource> sources(FatFile file) {
    return file.slices().stream().map(s -> SliceSource.of(file, s));
  }

  /** Whether one is for a target. */
  public boolean includes(Target target) {
    return list.stream().anyMatch(s -> s.target().equals(target));
  }

  /** These and others. */
  public Slices with(Collection<SliceSource> others) {
    return new Slices(Stream.concat(list.stream(), others.stream()).toList());
  }

  /** Those that are among some slices. */
  public Slices only(Collection<Slice> some) {
    Set<Slice> kept = new HashSet<>(some);
    return new Slices(list.stream().filter(s -> kept.contains(s.slice())).toList());
  }

  /** Those that are not among some slices. */
  public Slices without(Collection<Slice> some) {
    Set<Slice> gone = new HashSet<>(some);
    return new Slices(list.stream().filter(s -> !gone.contains(s.slice())).toList());
  }

  /**
   * These, with another in the place of the one for the same target.
   *
   * @throws FatRefusedException when there is none for it
   */
  public Slices replace(SliceSource other) {
    if (!includes(other.target())) {
      throw new FatRefusedException(
          "no slice for %s to replace with %s"
              .formatted(other.target().fields(), other.file().file()));
    }
    return new Slices(
        list.stream().map(s -> s.target().equals(other.target()) ? other : s).toList());
  }

  /**
   * Lays out a fat file.
   *
   * @throws IOException when a source cannot be read
   * @throws FatRefusedException when there are no slices, or none can be the host
   */
  public LayoutPlan plan(Form form) throws IOException {
    if (list.isEmpty()) {
      throw new FatRefusedException("no slices would be left");
    }
    if (form instanceof Form.NativeFirst(var host, var pages)) {
      return nativeFirst(host, pages);
    }
    return form instanceof Form.SelfRunning ? selfRunning(form.pages()) : fatElf(form.pages());
  }

  private LayoutPlan fatElf(PageSizes pages) throws IOException {
    List<Placement> placements = new ArrayList<>();
    List<FatRecord> records = new ArrayList<>();
    long at = FatTable.size(list.size());
    for (SliceSource s : list) {
      at = pages.align(at, s.target());
      LayoutPlan slice = s.plan();
      records.add(new FatRecord(s.target(), 0, at, slice.size()));
      move(slice, at, placements);
      at += slice.size();
    }
    FatTable table = new FatTable(0, records);
    placements.add(new Placement(0, "FatELF table", new Content.Bytes(table.bytes())));
    return new LayoutPlan(at, placements);
  }

  private LayoutPlan nativeFirst(TargetPattern pattern, PageSizes pages) throws IOException {
    SliceSource host = host(pattern);
    List<SliceSource> others = list.stream().filter(s -> s != host).toList();
    if (others.isEmpty()) {
      return host.plan();
    }
    LayoutPlan image = new Slices(others).fatElf(pages);
    long alignment = others.stream().mapToLong(s -> pages.of(s.target())).max().orElse(1);
    return host.carrying(alignment, image.size())
        .withHoleFilled("section " + Container.NativeFirst.SECTION, image);
  }

  private LayoutPlan selfRunning(PageSizes pages) throws IOException {
    List<Carried> launchers = new ArrayList<>();
    for (Launcher l : Launcher.values()) {
      if (list.stream().anyMatch(s -> s.target().machine() == l.number())) {
        l.bytes().ifPresent(bytes -> launchers.add(new Carried(l.machine(), bytes)));
      }
    }
    if (launchers.isEmpty()) {
      throw new FatRefusedException("there is no launcher for any of these machines");
    }
    long largest = list.stream().mapToLong(s -> pages.of(s.target())).max().orElse(1);
    long end = SelfRunningScript.PAGE * (1 + 2L * launchers.size());
    // Slices are aligned within the file when the image is.
    long image = (end + largest - 1) & -largest;
    List<Placement> placements = new ArrayList<>();
    placements.add(
        new Placement(0, "script", new Content.Bytes(SelfRunningScript.text(launchers, image))));
    for (int i = 0; i < launchers.size(); i++) {
      Carried l = launchers.get(i);
      placements.add(
          new Placement(
              SelfRunningScript.PAGE * (1 + 2L * i),
              "launcher for " + l.machine(),
              new Content.Bytes(MemorySegment.ofArray(l.bytes()))));
    }
    LayoutPlan fat = fatElf(pages);
    move(fat, image, placements);
    return new LayoutPlan(image + fat.size(), placements);
  }

  private SliceSource host(TargetPattern pattern) {
    SliceSource found =
        switch (pattern) {
          case TargetPattern.Numbered(var number) when number < list.size() -> list.get(number);
          case TargetPattern.Numbered _ -> throw noHost(pattern);
          case TargetPattern.Fields fields ->
              list.stream()
                  .filter(s -> fields.fits(s.target()))
                  .findFirst()
                  .orElseThrow(() -> noHost(pattern));
        };
    if (found.slice().kind() != Slice.Kind.ELF) {
      throw new FatRefusedException(
          "%s is an archive: only an ELF file can carry other slices"
              .formatted(found.file().file()));
    }
    return found;
  }

  private FatRefusedException noHost(TargetPattern pattern) {
    return new FatRefusedException(
        "no slice for %s; there are %s"
            .formatted(pattern, list.stream().map(s -> s.target().name()).toList()));
  }

  private static void move(LayoutPlan plan, long by, List<Placement> to) {
    for (Placement p : plan.placements()) {
      to.add(new Placement(p.offset() + by, p.what(), p.content()));
    }
  }
}
