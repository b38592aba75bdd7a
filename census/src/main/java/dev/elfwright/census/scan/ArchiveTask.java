package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Digests;
import dev.elfwright.census.store.Sources.Source;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.PackageFormatException;
import dev.elfwright.packages.PackageSource;
import dev.elfwright.packages.TarFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Reads a .deb file or a tar archive. */
final class ArchiveTask implements Task {
  private final Found found;
  private final String stamp;
  private final long size;
  private final KnownUnits units;

  ArchiveTask(Found found, String stamp, long size, KnownUnits units) {
    this.found = found;
    this.stamp = stamp;
    this.size = size;
    this.units = units;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void run(Worker worker) {
    Path path = found.path();
    String name = found.name();
    boolean deb = found instanceof Found.Deb;
    String origin = deb ? "packages" : name;
    String unit = "";
    try {
      unit = digest(path);
      // One archive's files lie in a tree of their own; the same .deb is the same anywhere.
      String key = deb ? unit : Digests.hex(origin + "\n" + unit);
      unit = key;
      if (units.begin(key)) {
        UnitVisitor visitor = new UnitVisitor(key, origin, worker);
        PackageSource source = deb ? new DebFile(name, path) : new TarFile(name, path);
        source.read(visitor);
        visitor.finish(deb ? "deb" : "tar", name, stamp);
      }
    } catch (PackageFormatException e) {
      unit = malformed(origin, unit, "archive", String.valueOf(e.getMessage()), worker);
    } catch (IOException e) {
      unit = malformed(origin, unit, "unreadable", e.toString(), worker);
    }
    units.add(new Source(found.argument(), name, stamp, unit));
    worker.done(size);
    worker.flushIfFull();
  }

  private String malformed(String origin, String unit, String what, String message, Worker worker) {
    String key = Malformed.key(unit.isEmpty() ? Digests.hex(found.name() + stamp) : unit);
    if (units.begin(key)) {
      Malformed.add(key, origin, found.name(), stamp, what, message, worker.rows());
    }
    return key;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
      }
    }
    return Digests.hex(digest);
  }
}
