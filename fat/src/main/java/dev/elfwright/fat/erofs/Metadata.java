package dev.elfwright.fat.erofs;

import java.time.Instant;
import java.util.List;

/**
 * What an inode says of a file besides its content.
 *
 * @param permissions the nine bits, set-user-ID, set-group-ID and sticky: 0 to 07777
 * @param owner user ID
 * @param group group ID
 * @param modified time of the last modification, which EROFS shows as all three times
 * @param attributes extended attributes
 */
public record Metadata(
    int permissions, int owner, int group, Instant modified, List<Attribute> attributes) {

  /** Checks the permissions. */
  public Metadata {
    if ((permissions & ~07777) != 0) {
      throw new IllegalArgumentException("not permissions: %o".formatted(permissions));
    }
    attributes = List.copyOf(attributes);
  }

  /** No extended attributes, nobody's special rights. */
  public static Metadata of(int permissions, Instant modified) {
    return new Metadata(permissions, 0, 0, modified, List.of());
  }
}
