package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.Contents;
import dev.elfwright.natives.model.NativeLibrary;
import java.util.List;
import java.util.stream.Stream;

/** A demand on each library by itself. */
public sealed interface LibraryRule extends Rule
    permits BindNow,
        GlibcAtMost,
        HasSoname,
        LibcOneOf,
        LoadsOnPages,
        NeededOnly,
        NoAbsoluteSearchPath,
        NoExecutableStack,
        NoTextRelocations,
        Relro {

  /** What is wrong with one library. */
  Stream<Finding> check(NativeLibrary library);

  @Override
  default List<Finding> check(Contents contents) {
    return contents.libraries().stream().flatMap(this::check).toList();
  }
}
