package dev.elfwright.elf.edit;

/** How far a change may move what it does not change. */
public enum Layout {
  /** Nothing moves and the file keeps its size: a change that needs more room is refused. */
  PRESERVE,

  /** What was there stays where it was; what grew or is new comes behind it. */
  APPEND,

  /**
   * What is not loaded is packed anew behind what is, in the order in which it was; in an object
   * file that is everything. Loaded bytes keep their addresses and their place in the file.
   */
  REPACK
}
