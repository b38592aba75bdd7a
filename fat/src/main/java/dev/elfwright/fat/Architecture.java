package dev.elfwright.fat;

import java.nio.ByteOrder;
import java.util.Set;

/**
 * An architecture that Linux distributions know by name.
 *
 * @param name Debian's name
 * @param machine e_machine
 * @param is64 whether its files are ELFCLASS64
 * @param order the byte order of its files
 * @param others other names: uname's, those that begin GNU triplets, Go's, Apple's
 */
record Architecture(String name, int machine, boolean is64, ByteOrder order, Set<String> others) {
  boolean includes(Target target) {
    return target.machine() == machine && target.is64() == is64 && target.order() == order;
  }

  boolean isCalled(String word) {
    return word.equals(name) || others.contains(word);
  }
}
