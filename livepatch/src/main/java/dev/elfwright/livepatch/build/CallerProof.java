package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.calls.CallCheck;
import dev.elfwright.livepatch.calls.CallReport;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows that no caller that stays relies on what the old body of a replaced function did beyond the
 * calling convention. Only callers of the same object could: no compiler looks further.
 */
final class CallerProof {
  private CallerProof() {}

  /**
   * Looks behind all calls of the functions.
   *
   * @throws LivepatchRefusedException when a caller relies on more; the message names it
   */
  static void require(KernelFiles kernel, List<ChangedUnit> changed) throws IOException {
    for (Map.Entry<String, Set<String>> e : replaced(changed).entrySet()) {
      KernelObject object = kernel.object(e.getKey()).orElseThrow();
      CallReport report = CallCheck.of(kernel.image(), object, e.getValue());
      for (CallReport.Site site : report.findings()) {
        if (!e.getValue().contains(site.caller())) {
          throw new LivepatchRefusedException(
              "%s: %s+0x%x calls %s and relies on its keeping %s, which a new one need not"
                  .formatted(
                      e.getKey(),
                      site.caller(),
                      site.offset(),
                      site.callee(),
                      String.join(", ", site.registers())));
        }
      }
    }
  }

  /** Names of functions by the object that they are in. */
  private static Map<String, Set<String>> replaced(List<ChangedUnit> changed) {
    return changed.stream()
        .collect(
            Collectors.groupingBy(
                c -> c.unit().object(),
                Collectors.flatMapping(
                    c -> c.functions().values().stream().map(KernelSymbol::name),
                    Collectors.toSet())));
  }
}
