package dev.elfwright.fat.view;

/** How a view gets at the bytes of the fat files. */
public enum Backing {
  /** Files where the kernel can, else loop devices; FUSE where mounting is not allowed. */
  AUTO,

  /** EROFS over files: Linux 6.12, and image and root not on tmpfs. */
  FILE,

  /** EROFS over a loop device for each file. */
  LOOP,

  /** A process of the user's own: slower, and set-user-ID programs have no more rights. */
  FUSE
}
