package dev.elfwright.elf.verify;

import dev.elfwright.elf.constant.Machine;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which relocation types are whose: those that glibc's loader processes (elf_machine_rela and
 * elf_machine_rel in sysdeps/MACHINE/dl-machine.h), and those among them that only a linker makes.
 *
 * @param known all that a loader takes
 * @param own those that no object file has: COPY, GLOB_DAT, JUMP_SLOT, RELATIVE, IRELATIVE
 */
record LoaderTypes(Set<Long> known, Set<Long> own) {
  private static final LoaderTypes X86_64 = of("5-8 37-38", "0-2 10 11 16-18 32-33 36");
  private static final LoaderTypes I386 = of("5-8 42", "0-2 14 35-38 41");
  private static final LoaderTypes AARCH64 = of("1024-1027 1032", "0 256-258 1028-1031");
  private static final LoaderTypes ARM = of("20-23 160", "0-3 13 17-19");
  private static final LoaderTypes RISCV = of("3-5 58", "0-2 6-12");
  private static final LoaderTypes LOONGARCH = of("3-5 12", "0-2 6-11 13-14");
  private static final LoaderTypes S390 = of("9-12 61", "0-5 16-17 19 22-23 54-56");

  /** Those of a machine, where they are known here. */
  static Optional<LoaderTypes> of(int machine) {
    return Optional.ofNullable(
        switch (machine) {
          case Machine.X86_64 -> X86_64;
          case Machine.I386 -> I386;
          case Machine.AARCH64 -> AARCH64;
          case Machine.ARM -> ARM;
          case Machine.RISCV -> RISCV;
          case Machine.LOONGARCH -> LOONGARCH;
          case Machine.S390 -> S390;
          default -> null;
        });
  }

  private static LoaderTypes of(String own, String others) {
    return new LoaderTypes(numbers(own + " " + others), numbers(own));
  }

  private static Set<Long> numbers(String ranges) {
    return Stream.of(ranges.split(" "))
        .flatMap(LoaderTypes::range)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<Long> range(String text) {
    String[] ends = text.split("-");
    long first = Long.parseLong(ends[0]);
    long last = Long.parseLong(ends[ends.length - 1]);
    return Stream.iterate(first, i -> i <= last, i -> i + 1);
  }
}
