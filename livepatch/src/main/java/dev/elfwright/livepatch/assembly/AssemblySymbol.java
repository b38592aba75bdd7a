package dev.elfwright.livepatch.assembly;

import java.util.List;

/**
 * A symbol and the lines that follow its label.
 *
 * @param name the label
 * @param function whether it is a function, by its {@code .type} or because it is code
 * @param section the section it is in
 * @param lines its instructions, directives and inner labels, without what is for debuggers
 */
public record AssemblySymbol(String name, boolean function, String section, List<String> lines) {
  /** Whether the compiler made the name, so that it says nothing in another compilation. */
  boolean isGenerated() {
    return name.startsWith(".L") || withoutNumbers(name).length() != name.length();
  }

  /** Whether it is the part of a function that is rarely reached. */
  boolean isColdPart() {
    return function && name.matches(".+\\.cold(\\.\\d+)?");
  }

  /** Whether its contents never change. */
  boolean isConstant() {
    return section.startsWith(".rodata") || section.startsWith(".data.rel.ro");
  }

  /** The name without the numbers that compilers append. */
  static String withoutNumbers(String name) {
    return name.replaceAll("\\.\\d+(?=\\.|$)", "");
  }

  /** The name as it is shown: functions keep the numbers, which the kernel knows them by. */
  @Override
  public String toString() {
    return name;
  }
}
