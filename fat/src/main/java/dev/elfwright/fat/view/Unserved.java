package dev.elfwright.fat.view;

/**
 * A file or folder that a view does not show as it should.
 *
 * @param path below the root
 * @param reason why, and what to do about it
 */
public record Unserved(String path, String reason) {
  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
