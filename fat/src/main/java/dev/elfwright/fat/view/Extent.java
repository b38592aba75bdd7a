package dev.elfwright.fat.view;

/** What a view shows. */
public enum Extent {
  /** The whole tree; slices lie over it. */
  WHOLE_TREE,

  /** Fat files, the folders that lead to them, and symbolic links. */
  ONLY_FAT_FILES
}
