package dev.elfwright.link.image;

/** A place in the linked file, known before addresses are. */
record Spot(OutputSection section, long offset) {
  long address() {
    return section.address + offset;
  }
}
