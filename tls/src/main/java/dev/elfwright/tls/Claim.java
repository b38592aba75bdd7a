package dev.elfwright.tls;

import dev.elfwright.link.graph.LoadedObject;

/**
 * One relocation's claim on the segment of an object.
 *
 * @param from the object that is relocated
 * @param access how it reaches the variable
 * @param target the object whose segment has the variable
 * @param symbol the variable's name, empty for the object's own segment as a whole
 */
record Claim(LoadedObject from, TlsAccess access, LoadedObject target, String symbol) {
  /** The same when the object is built for another model. */
  Claim as(TlsAccess other) {
    return new Claim(from, other, target, symbol);
  }
}
