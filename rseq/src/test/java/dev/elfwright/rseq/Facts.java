package dev.elfwright.rseq;

/** Prints what was found out in a JVM of its own, a line for each fact. */
final class Facts {
  public static void main(String[] args) {
    RseqInfo info = Rseq.info();
    System.out.println(info.reason().orElse("sections work"));
    System.out.printf(
        "%s, %s, registered by %s, area %d, kernel's %s, cpus %d%n",
        info.kernel(),
        info.libc(),
        info.registration().by(),
        info.registration().usable(),
        info.kernelArea().featureSize().map(Object::toString).orElse("none"),
        info.cpus());
    for (RseqInfo.Feature f : info.features()) {
      System.out.printf("%s %s: %s%n", f.name(), f.available() ? "yes" : "no", f.why());
    }
  }
}
