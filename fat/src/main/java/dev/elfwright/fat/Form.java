package dev.elfwright.fat;

/** How a fat file is to be written. */
public sealed interface Form {
  /** To what its slices are aligned. */
  PageSizes pages();

  /**
   * That of FatELF: a table, then the slices in order.
   *
   * @param pages to what they are aligned
   */
  record FatElf(PageSizes pages) implements Form {}

  /**
   * That of FatELF, behind a shell script that runs it with nothing installed: on machines for
   * which there are both a slice and a {@link Launcher}.
   *
   * @param pages to what slices are aligned
   */
  record SelfRunning(PageSizes pages) implements Form {}

  /**
   * An ordinary ELF file for one target, with the other slices in a section.
   *
   * @param host the target whose slice is the file itself; where there are several, the first
   * @param pages to what the others are aligned
   */
  record NativeFirst(TargetPattern host, PageSizes pages) implements Form {}

  /** The form that a file has, with the page sizes of the architectures. */
  static Form of(FatFile file) {
    return switch (file.container()) {
      case Container.FatElf _, Container.Thin _ -> new FatElf(PageSizes.OF_ARCHITECTURES);
      case Container.SelfRunning _ -> new SelfRunning(PageSizes.OF_ARCHITECTURES);
      case Container.NativeFirst _ ->
          new NativeFirst(new TargetPattern.Numbered(0), PageSizes.OF_ARCHITECTURES);
    };
  }
}
