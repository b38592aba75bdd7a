package dev.elfwright.link.measure;

/** A point every dynamically linked program passes on its way, in this order. */
public enum Milestone {
  /** {@code execve} is entered; everything is counted from here. */
  EXEC("execve entered"),
  /** The kernel has mapped program and loader; the loader's first instruction is next. */
  LOADER("loader starts"),
  /** The loader has found and mapped all libraries and sets up thread-local storage. */
  MAPPED("libraries mapped"),
  /** The loader has applied all relocations. */
  RELOCATED("relocations done"),
  /** The first constructor of a library is next. */
  FIRST_CONSTRUCTOR("first constructor"),
  /** The program's entry point, {@code _start}. */
  ENTRY("entry point"),
  /** The program's {@code main}. */
  MAIN("main"),
  /** {@code exit} is called, or {@code main} returns. */
  EXIT_CALLED("exit called"),
  /** The process enters {@code exit_group}. */
  EXIT("process exits"),
  /** The parent has been told. */
  REAPED("reaped");

  private final String title;

  Milestone(String title) {
    this.title = title;
  }

  /** A name fit for tables. */
  public String title() {
    return title;
  }
}
