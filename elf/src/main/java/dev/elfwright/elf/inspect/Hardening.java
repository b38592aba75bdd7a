package dev.elfwright.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;
import java.util.Optional;

/**
 * What makes a linked file harder to attack, as its headers say it.
 *
 * @param pie whether the kernel or the loader may choose the address
 * @param relro how much of what is relocated becomes read-only
 * @param stack what PT_GNU_STACK asks for
 * @param textRelocations whether code has to become writable for a moment
 * @param controlFlow control-flow features that the whole file supports, such as IBT, SHSTK, BTI
 *     and PAC: GNU_PROPERTY_X86_FEATURE_1_AND and GNU_PROPERTY_AARCH64_FEATURE_1_AND
 */
public record Hardening(
    boolean pie, Relro relro, Stack stack, boolean textRelocations, List<String> controlFlow) {

  /** Copies the list. */
  public Hardening {
    controlFlow = List.copyOf(controlFlow);
  }

  /** PT_GNU_RELRO: the loader calls mprotect(2) on it after relocation. */
  public enum Relro {
    /** No such segment. */
    NONE,
    /** The segment without binding at start: the PLT's slots stay writable. */
    PARTIAL,
    /** The segment, and everything is bound at start. */
    FULL
  }

  /** The flags of PT_GNU_STACK. */
  public enum Stack {
    /** No such segment: the kernel decides, on x86 for an executable stack. */
    UNSTATED,
    /** Not executable. */
    NON_EXECUTABLE,
    /** Executable. */
    EXECUTABLE
  }

  /**
   * Reads the facts; for relocatable objects and core dumps there are none.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the dynamic section or a note is malformed
   */
  public static Optional<Hardening> of(ElfModel file) {
    return switch (FileKind.of(file)) {
      case OBJECT, CORE, OTHER -> Optional.empty();
      case FIXED_PROGRAM -> Optional.of(linked(file, false));
      case PIE, LIBRARY -> Optional.of(linked(file, true));
    };
  }

  private static Hardening linked(ElfModel file, boolean pie) {
    Optional<DynamicModel> dynamic = file.dynamic();
    return new Hardening(
        pie,
        relro(file, dynamic),
        stack(file),
        dynamic.map(DynamicModel::hasTextRelocations).orElse(false),
        ControlFlow.of(file));
  }

  private static Relro relro(ElfModel file, Optional<DynamicModel> dynamic) {
    if (file.segments(SegmentType.GNU_RELRO).findAny().isEmpty()) {
      return Relro.NONE;
    }
    return dynamic.map(Hardening::bindsNow).orElse(true) ? Relro.FULL : Relro.PARTIAL;
  }

  private static boolean bindsNow(DynamicModel dynamic) {
    return dynamic.value(DynamicTag.BIND_NOW).isPresent()
        || (dynamic.flags() & DynamicTag.DF_BIND_NOW) != 0
        || (dynamic.flags1() & DynamicTag.DF_1_NOW) != 0;
  }

  private static Stack stack(ElfModel file) {
    return file.segments(SegmentType.GNU_STACK)
        .findFirst()
        .map(s -> (s.flags() & Segment.EXECUTE) == 0 ? Stack.NON_EXECUTABLE : Stack.EXECUTABLE)
        .orElse(Stack.UNSTATED);
  }
}
