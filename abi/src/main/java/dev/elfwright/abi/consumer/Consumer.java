package dev.elfwright.abi.consumer;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program or library, as a user of one library.
 *
 * @param file where it lies
 * @param loading how it comes to the library
 * @param uses the symbols that it gets from the library, by name
 * @param versions the versions that it needs of the library, or it is not loaded
 * @param own names of symbols of the library that it defines itself
 * @param types names of structs, classes, unions and enumerations whose definitions its code knew;
 *     empty when there is no debugging information, so that any may be compiled in
 */
public record Consumer(
    Path file,
    Loading loading,
    Map<String, Use> uses,
    Set<String> versions,
    Set<String> own,
    Optional<Set<String>> types) {
  /** Copies the collections. */
  public Consumer {
    uses = Map.copyOf(uses);
    versions = Set.copyOf(versions);
    own = Set.copyOf(own);
    types = types.map(Set::copyOf);
  }

  /** How a program comes to a library. */
  public sealed interface Loading {
    /**
     * It is loaded with the program.
     *
     * @param library the file that the search leads to, which the library is or stands for; empty
     *     when there is none, so that the program does not start
     */
    record AtStart(Optional<Path> library) implements Loading {}

    /**
     * It is not needed, so the program can only load it later (dlopen).
     *
     * @param room what is left then for thread-local storage that has to be static
     */
    record Later(StaticRoom room) implements Loading {}
  }

  /** The same with what its debugging information tells. */
  public Consumer withTypes(Optional<Set<String>> known) {
    return new Consumer(file, loading, uses, versions, own, known);
  }
}
