package dev.elfwright.elf.verify;

/** One family of rules. */
interface Check {
  /** Reports each place where the file breaks a rule of the family. */
  void run(Subject subject, Report report);
}
