package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;

/** Is told what a {@link PackageSource} holds, in the order in which it is found. */
@FunctionalInterface
public interface PackageVisitor {
  /**
   * Told once, before all files; not told of archives and folders that are no packages.
   *
   * @throws IOException to end reading
   */
  default void description(Package description, ControlFiles control) throws IOException {}

  /**
   * Told of each file.
   *
   * @param content of a regular file its bytes, for others empty; usable during the call only, and
   *     need not be read
   * @throws IOException to end reading
   */
  void file(PackageFile file, InputStream content) throws IOException;
}
