package dev.elfwright.elf.unwind;

/** An entry of .eh_frame, made for exhaustive {@code switch}. */
public sealed interface FrameEntry permits CommonEntry, FunctionEntry {

  /** Where it begins, in bytes from the start of .eh_frame. */
  long offset();

  /** Its size in bytes, the length field included. */
  long size();
}
