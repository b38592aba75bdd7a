package dev.elfwright.link.scope;

import java.util.Arrays;

/**
 * What is looked for.
 *
 * @param names the string table that holds the name
 * @param name the name's offset there
 * @param hash the GNU hash of the name
 * @param version the number of the version, {@link VersionNames#NONE} for none
 * @param exact whether only this version will do
 */
@SuppressWarnings("ArrayRecordComponent") // made and dropped in one look-up, never compared
record Reference(byte[] names, int name, int hash, int version, boolean exact) {
  /** The name as text. */
  String text() {
    int end = name;
    while (names[end] != 0) {
      end++;
    }
    return dev.elfwright.elf.Names.decode(Arrays.copyOfRange(names, name, end));
  }
}
