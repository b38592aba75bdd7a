package dev.elfwright.link.measure;

/** What a program does between two milestones. */
public enum Phase {
  /** The kernel replaces the process image. */
  KERNEL_EXEC("kernel exec", Milestone.EXEC),
  /** The loader searches, opens and maps the libraries. */
  MAPPING("mapping libraries", Milestone.LOADER),
  /** The loader looks symbols up and writes addresses. */
  RELOCATION("relocation and symbol lookup", Milestone.MAPPED),
  /** After the loader's work; a fused program checks its guard and slides its pointers here. */
  GUARD("guard and pointer sliding", Milestone.RELOCATED),
  /** Constructors of the libraries and the program. */
  CONSTRUCTORS("constructors", Milestone.FIRST_CONSTRUCTOR),
  /** The program itself. */
  MAIN("main", Milestone.MAIN),
  /** Exit handlers, destructors, flushing. */
  EXIT_HANDLERS("exit handlers", Milestone.EXIT_CALLED),
  /** The kernel takes the address space down. */
  TEARDOWN("kernel exit", Milestone.EXIT);

  private final String title;
  private final Milestone start;

  Phase(String title, Milestone start) {
    this.title = title;
    this.start = start;
  }

  /** A name fit for tables. */
  public String title() {
    return title;
  }

  /** The milestone that opens the phase. */
  public Milestone start() {
    return start;
  }
}
