package dev.elfwright.fat.audit;

/** What an audit looks for. */
public enum Category {
  /** Must be fat. */
  E1(
      "ELF at one path",
      "The same path holds an ELF file of each architecture. Only one of them can be there, so in a"
          + " tree for all architectures this file has to be fat.",
      false),
  /** May stay thin. */
  E2(
      "ELF in the triplet's folder",
      "The path names the architecture (Debian's multiarch folders), so the files of all"
          + " architectures lie side by side, and thin ones do.",
      false),
  /** Must stay thin. */
  E3(
      "loader and C library",
      "Every program starts by way of these. A fat loader without support in the kernel stops all"
          + " programs, and a fat libc.so.6 all dynamic ones: the last to be made fat, if at all.",
      false),
  /** Has to be decided. */
  D1(
      "data that differ at one path",
      "A file that is no ELF file has other content on another architecture. One tree can hold only"
          + " one of them.",
      true),
  /** Has to be made anew. */
  D2(
      "generated caches",
      "Made on the machine, for the architecture that runs the generator. It has to be made for"
          + " each architecture, or kept apart.",
      true),
  /** Has to be decided. */
  L1(
      "symbolic links that differ",
      "The same link leads to another place on another architecture. A link cannot be fat.",
      true),
  /** Has to be looked at. */
  S1(
      "maintainer scripts and conffiles",
      "A script or conffile that differs between architectures, or a script that asks for the"
          + " architecture: installing for one may do what is wrong for another.",
      true),
  /** Has to be looked at. */
  P1(
      "plugin folders",
      "Shared objects outside of the loader's folders. A program opens them by path; a fat program"
          + " needs fat plugins, or plugins of each architecture in a folder of its own.",
      false),
  /** Works through a view, not through copies. */
  R1(
      "programs that ask where they are",
      "$ORIGIN in a search path, or /proc/self/exe: a slice that runs from a copy or a cache gets"
          + " another answer than the file's own path.",
      false),
  /** Sees the container, unless through a view. */
  T1(
      "programs that read ELF files",
      "They would find a fat file where they expect ELF, and have to be taught or shown a view.",
      false),
  /** Has to be carried over. */
  X1(
      "set-user-ID, capabilities, attributes",
      "Rights that belong to the file. Fattening has to keep them, and starting through an"
          + " interpreter must not lose them.",
      false),
  /** Has to be brought level. */
  V1(
      "versions that differ between architectures",
      "One file for all needs one version for all. Rebuilds for one architecture and packages that"
          + " another lacks leave programs that cannot be fat, or are of two versions.",
      true),
  /** Fat files alone are not enough. */
  C1(
      "holes in the closure",
      "A package needs another one that is neither among these, nor can be installed beside its"
          + " like: the foreign slice has nothing to run with.",
      true);

  private final String title;
  private final String explanation;
  private final boolean decision;

  Category(String title, String explanation, boolean decision) {
    this.title = title;
    this.explanation = explanation;
    this.decision = decision;
  }

  /** A few words. */
  public String title() {
    return title;
  }

  /** What it means for fat files. */
  public String explanation() {
    return explanation;
  }

  /** Whether somebody has to decide what is to become of it; fattening alone does not help. */
  public boolean needsDecision() {
    return decision;
  }
}
