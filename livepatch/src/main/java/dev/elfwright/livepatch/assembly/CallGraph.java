package dev.elfwright.livepatch.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which functions a file's functions call, or jump to as their last act. */
public final class CallGraph {
  // x86-64; AArch64, Power, LoongArch; s390x.
  private static final Set<String> CALLS =
      Set.of("call", "callq", "jmp", "jmpq", "bl", "b", "brasl", "jg", "brcl");
  private static final Pattern NAME =
      Pattern.compile("(?:%plt\\()?([A-Za-z_][\\w.$]*)(?:@PLT|\\))?$");

  private final Map<String, Set<String>> callees = new LinkedHashMap<>();

  private CallGraph(AssemblyFile file) {
    for (AssemblySymbol s : file.symbols()) {
      if (s.function()) {
        Set<String> called = new LinkedHashSet<>();
        s.lines().forEach(l -> callee(l, called));
        // The cold part is the function.
        String caller = s.name().replaceFirst("\\.cold(\\.\\d+)?$", "");
        called.removeIf(c -> c.matches(Pattern.quote(caller) + "(\\.cold(\\.\\d+)?)?"));
        callees.computeIfAbsent(caller, _ -> new LinkedHashSet<>()).addAll(called);
      }
    }
  }

  /** The calls in a file. */
  public static CallGraph of(AssemblyFile file) {
    return new CallGraph(file);
  }

  private static void callee(String line, Set<String> called) {
    String word = AssemblyFile.word(line);
    if (CALLS.contains(word)) {
      String operands = line.substring(word.length()).strip();
      Matcher m = NAME.matcher(operands.substring(operands.lastIndexOf(',') + 1).strip());
      if (m.matches()) {
        called.add(m.group(1));
      }
    }
  }

  /** The functions of the file, in its order. */
  public Set<String> functions() {
    return callees.keySet();
  }

  /** The functions that one calls by name, in the order of the calls. */
  public List<String> callees(String function) {
    return List.copyOf(callees.getOrDefault(function, Set.of()));
  }

  /** The functions of the file that call one by name. */
  public List<String> callers(String function) {
    var all = new ArrayList<String>();
    callees.forEach((caller, called) -> {
      if (called.contains(function)) {
        all.add(caller);
      }
    });
    return all;
  }
}
