package dev.elfwright.fat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The words of FatELF's notation for targets (icculus' fatelf, what fatelf-info prints). */
final class FatElfNames {
  private static final Map<Integer, String> MACHINES =
      read(
          """
          0 none, 1 m32, 2 sparc, 3 i386, 4 68k, 5 88k, 7 860, 8 mips, 9 s370, 10 mips-rs3,
          15 pa-risc, 17 vpp500, 18 sparc32plus, 19 960, 20 ppc, 21 ppc64, 22 s390, 36 v800,
          37 fr20, 38 rh32, 39 rce, 40 arm, 41 alpha, 42 sh, 43 sparcv9, 44 tricore, 45 arc,
          46 h8-300, 47 h8-300h, 48 h8s, 49 h8-500, 50 ia64, 51 mipsx, 52 coldfire, 53 m68hc12,
          54 mma, 55 pcp, 56 ncpu, 57 ndr1, 58 starcore, 59 me16, 60 st100, 61 tinyj, 62 x86_64,
          63 pdsp, 64 pdp10, 65 pdp11, 66 fx66, 67 st9plus, 68 st7, 69 68hc16, 70 68hc11,
          71 68hc08, 72 68hc05, 73 svx, 74 st19, 75 vax, 76 cris, 77 javelin, 78 firepath, 79 zsp,
          80 mmix, 81 huany, 82 prism, 83 avr, 84 fr30, 85 d10v, 86 d30v, 87 v850, 88 m32r,
          89 mn10300, 90 mn10200, 91 pj, 92 openrisc, 93 arc_a5, 94 xtensa, 95 videocore,
          96 tmm_gpp, 97 ns32k, 98 tpc, 99 snp1k, 100 st200, 101 ip2k, 102 max, 103 cr,
          104 f2mc16, 105 msp430, 106 blackfin, 107 se_c33, 108 sep, 109 arca, 110 unicore,
          183 aarch64, 195 arc2, 243 riscv, 247 bpf, 252 csky, 258 loongarch, 36902 alpha-linux
          """);

  private static final Map<Integer, String> OS_ABIS =
      read(
          """
          0 sysv, 1 hpux, 2 netbsd, 3 linux, 4 hurd, 5 86open, 6 solaris, 7 aix, 8 irix, 9 freebsd,
          10 tru64, 11 modesto, 12 openbsd, 13 openvms, 14 nsk, 15 aros, 97 armabi, 255 standalone
          """);

  private FatElfNames() {}

  private static Map<Integer, String> read(String text) {
    return text.strip()
        .transform(t -> java.util.Arrays.stream(t.split(",\\s*")))
        .map(row -> row.split(" "))
        .collect(Collectors.toUnmodifiableMap(row -> Integer.valueOf(row[0]), row -> row[1]));
  }

  /** The word for an e_machine, {@code machine4660} when there is none. */
  static String machine(int number) {
    return MACHINES.getOrDefault(number, "machine" + number);
  }

  /** The word for an EI_OSABI, {@code osabi200} when there is none. */
  static String osAbi(int number) {
    return OS_ABIS.getOrDefault(number, "osabi" + number);
  }

  /** The e_machine of a word. */
  static OptionalInt machine(String word) {
    return number(MACHINES, "machine", 0xffff, word);
  }

  /** The EI_OSABI of a word. */
  static OptionalInt osAbi(String word) {
    return number(OS_ABIS, "osabi", 0xff, word);
  }

  /** The number behind a prefix, from 0 to a limit. */
  static OptionalInt number(String prefix, int most, String word) {
    if (!word.startsWith(prefix) || !word.substring(prefix.length()).matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(word.substring(prefix.length()));
    return number <= most ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static OptionalInt number(
      Map<Integer, String> names, String prefix, int most, String word) {
    Optional<Integer> named =
        names.entrySet().stream()
            .filter(e -> e.getValue().equals(word))
            .map(Map.Entry::getKey)
            .findFirst();
    return named.isPresent() ? OptionalInt.of(named.get()) : number(prefix, most, word);
  }
}
