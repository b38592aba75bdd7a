package dev.elfwright.livepatch.module;

import static java.util.Map.entry;

import dev.elfwright.livepatch.kernel.KernelModule;
import java.util.Map;
import java.util.Optional;

/**
 * In which order the kernel makes a livepatch ready ({@code load_module} in {@code
 * kernel/module/main.c}, {@code klp_module_coming} in {@code kernel/livepatch/core.c}): ordinary
 * relocations and those for vmlinux; special sections; init, and with it the patch; much later,
 * when a module to be patched is loaded, the relocations for it.
 */
final class LoadOrder {
  /** Sections that the kernel reads once, while the livepatch is loaded, and what it does then. */
  private static final Map<String, String> READ_WHILE_LOADING =
      Map.ofEntries(
          entry("__jump_table", "the kernel sorts jump labels by their keys"),
          entry(".static_call_sites", "the kernel sorts static calls by their keys"),
          entry(".altinstructions", "the kernel chooses alternatives"),
          entry(".altinstr_replacement", "the kernel copies alternatives to their places"),
          entry(".parainstructions", "the kernel patches paravirtual calls"),
          entry(".retpoline_sites", "the kernel rewrites indirect branches"),
          entry(".return_sites", "the kernel rewrites returns"),
          entry(".call_sites", "the kernel rewrites calls"),
          entry(".ibt_endbr_seal", "the kernel removes landing pads"),
          entry(".smp_locks", "the kernel keeps a list of locks"),
          entry("__mcount_loc", "the kernel takes in the places that are traced"),
          entry("__patchable_function_entries", "the kernel takes in the places that are traced"),
          entry("__tracepoints_ptrs", "the kernel takes in tracepoints"),
          entry("__bpf_raw_tp_map", "the kernel takes in tracepoints for BPF"),
          entry("_ftrace_events", "the kernel takes in events"),
          entry("__param", "the kernel reads parameters"),
          entry("__ex_table", "the kernel sorts exceptions"),
          entry(".init_array", "the kernel calls constructors"),
          entry(".ctors", "the kernel calls constructors"),
          entry(".orc_unwind_ip", "the kernel sorts unwinding data"));

  private LoadOrder() {}

  /**
   * Why a reference from a section would be filled in too late, if it would.
   *
   * @param section the section with the reference
   * @param object the object that the reference waits for
   */
  static Optional<String> tooLate(String section, String object) {
    if (object.equals("vmlinux")) {
      return Optional.empty();
    }
    String when = READ_WHILE_LOADING.get(section);
    if (when != null) {
      return Optional.of(
          when + " while the livepatch is loaded, the reference waits for module " + object);
    }
    return KernelModule.isInit(section)
        ? Optional.of("it is freed after loading, the reference waits for module " + object)
        : Optional.empty();
  }
}
