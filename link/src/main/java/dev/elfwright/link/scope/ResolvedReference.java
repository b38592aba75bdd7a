package dev.elfwright.link.scope;

import dev.elfwright.link.graph.LoadedObject;
import org.jspecify.annotations.Nullable;

/**
 * One symbol that an object's relocations name, and what they get.
 *
 * @param from the object that refers
 * @param symbol the index in its dynamic symbol table
 * @param name the symbol's name
 * @param version the version that is asked for, or null
 * @param cls the class of the relocations; the same symbol may appear once for each class
 * @param binding what they get
 */
public record ResolvedReference(
    LoadedObject from,
    int symbol,
    String name,
    @Nullable String version,
    ReferenceClass cls,
    Binding binding) {}
