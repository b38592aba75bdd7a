package dev.elfwright.census.load;

import java.io.Serializable;
import java.util.List;

/**
 * A dynamic file of a tree, by what the loader's search looks at.
 *
 * @param path where it lies, without links
 * @param content its key
 * @param kind machine, word size and byte order: only equal ones go together
 * @param triplet Debian's name of the machine's folder of libraries
 * @param soname DT_SONAME, or empty
 * @param rpath DT_RPATH, or empty; empty also where there is a DT_RUNPATH, as then it does not
 *     count
 * @param runpath DT_RUNPATH, or empty
 * @param hasRunpath whether there is one
 * @param interpreter PT_INTERP, or empty
 * @param loadable whether it may be loaded as a library
 * @param noDefault whether default folders are out of question (DF_1_NODEFLIB)
 * @param needed DT_NEEDED, in order
 */
public record Node(
    String path,
    String content,
    String kind,
    String triplet,
    String soname,
    String rpath,
    String runpath,
    boolean hasRunpath,
    String interpreter,
    boolean loadable,
    boolean noDefault,
    List<String> needed)
    implements Serializable {

  /** What {@code $ORIGIN} stands for. */
  String folder() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "" : path.substring(0, slash);
  }
}
