package dev.elfwright.census.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** By what a file is known again without being read: size, time of modification, inode, device. */
final class Stamp {
  static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,dev";

  private Stamp() {}

  static String of(Path file) throws IOException {
    return of(Files.readAttributes(file, ATTRIBUTES));
  }

  /** That of a file itself, be it a link. */
  static String ofLink(Path file) throws IOException {
    return of(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
  }

  /** The time of the inode's last change betrays who sets the other one back. */
  static String of(Map<String, Object> attributes) {
    return "%s:%d:%d:%s:%s"
        .formatted(
            attributes.get("size"),
            nanos(attributes.get("lastModifiedTime")),
            nanos(attributes.get("ctime")),
            attributes.get("ino"),
            attributes.get("dev"));
  }

  private static long nanos(@org.jspecify.annotations.Nullable Object time) {
    return time instanceof FileTime t ? t.to(TimeUnit.NANOSECONDS) : 0;
  }
}
