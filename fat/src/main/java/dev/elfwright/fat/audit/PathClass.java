package dev.elfwright.fat.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a path when the trees of several architectures become one. */
public enum PathClass {
  /** The same in all: kept once. */
  IDENTICAL("identical", null),
  /** The same in all but for the architecture's name in the path. */
  IDENTICAL_BESIDE("identical but for the triplet", null),
  /** ELF that has to be fat. */
  FAT("ELF, has to be fat", Category.E1),
  /** ELF that lies side by side. */
  BESIDE("ELF, side by side", Category.E2),
  /** The loader, the C library. */
  LOADER("loader and C library", Category.E3),
  /** Data that lie side by side. */
  DATA_BESIDE("other data, side by side", null),
  /** Data in conflict. */
  DATA("data in conflict", Category.D1),
  /** Made on the machine. */
  GENERATED("generated", Category.D2),
  /** Links in conflict. */
  LINK("links in conflict", Category.L1),
  /** Kind, mode or owner in conflict. */
  ATTRIBUTES("kind, mode or owner in conflict", Category.X1),
  /** Not there for all architectures. */
  PARTIAL("not in all architectures", Category.V1);

  private final String title;
  private final @Nullable Category category;

  PathClass(String title, @Nullable Category category) {
    this.title = title;
    this.category = category;
  }

  /** A few words. */
  public String title() {
    return title;
  }

  /** The category under which paths of this class are reported, if they are. */
  public Optional<Category> category() {
    return Optional.ofNullable(category);
  }

  /** Whether such paths are ELF files of every architecture. */
  public boolean isElf() {
    return this == FAT || this == BESIDE || this == LOADER;
  }
}
