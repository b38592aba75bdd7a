package dev.elfwright.livepatch.text;

import java.util.List;
import java.util.Map;

/**
 * Code in memory compared with code on disk.
 *
 * @param moved how far the kernel is from where it was linked for, in bytes
 * @param objects the kernel and its modules, in the kernel's order
 * @param redirections functions whose calls lead elsewhere, by the tracer's records
 */
public record TextReport(long moved, List<ObjectText> objects, List<Redirection> redirections) {
  /**
   * The code of one object.
   *
   * @param object {@code vmlinux} or a module
   * @param compared whether there was a file to compare with
   * @param bytes how much code was compared
   * @param differing how many bytes of it are not those of the file
   * @param causes how many of these are what the kernel makes of them, by cause
   * @param changes what nothing explains
   */
  public record ObjectText(
      String object,
      boolean compared,
      long bytes,
      long differing,
      Map<Cause, Long> causes,
      List<Change> changes) {}

  /**
   * Bytes in a row that nothing explains.
   *
   * @param function the function that they are in
   * @param offset bytes from its start
   * @param address where they are in memory
   * @param disk those of the file, in hexadecimal digits
   * @param expected what the kernel would have made of them
   * @param memory what is there
   */
  public record Change(
      String function, long offset, long address, String disk, String expected, String memory) {}

  /**
   * A function whose calls the tracer leads elsewhere.
   *
   * @param object the object that it is in
   * @param function the function
   * @param to what gets the calls: of a livepatch the new function
   */
  public record Redirection(String object, String function, List<String> to) {}

  /** Whether all code in memory has a file, and is what the kernel makes of it. */
  public boolean isClean() {
    return objects.stream().allMatch(o -> o.compared() && o.changes().isEmpty());
  }
}
