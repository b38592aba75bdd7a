package dev.elfwright.link.image;

import dev.elfwright.elf.build.Target;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for besides code and data.
 *
 * @param name the soname of a library; what a program is called in messages
 * @param entry the symbol at which a program starts; null in libraries
 * @param isLazy whether functions may be looked up at their first call
 * @param isSymbolic whether a library binds its references to its own definitions
 * @param packsRelative whether relative relocations are packed (SHT_RELR)
 * @param versions the symbols of each version
 * @param exported what a program lets libraries see
 */
record ImageOptions(
    String name,
    ImageKind kind,
    Target target,
    ImageMachine machine,
    @Nullable String entry,
    @Nullable String interpreter,
    @Nullable String runpath,
    boolean isLazy,
    boolean isSymbolic,
    boolean packsRelative,
    Map<String, List<String>> versions,
    List<String> exported) {}
