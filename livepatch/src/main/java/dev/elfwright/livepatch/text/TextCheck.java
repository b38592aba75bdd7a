package dev.elfwright.livepatch.text;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.code.KernelCode;
import dev.elfwright.livepatch.code.ModuleCode;
import dev.elfwright.livepatch.code.Structure;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.KlpSymbol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the code of a running kernel with its files. What the kernel itself does to code is done
 * to a copy of the files' code: each byte that differs has to be the one that is computed for its
 * place, from the tables of the files and the kernel's data in memory.
 */
public final class TextCheck {
  /** A change is told in lines of at most so many bytes. */
  private static final int LONGEST_CHANGE = 32;

  private record Loaded(LoadedModule module, @Nullable KernelModule file) {}

  private final RunningKernel kernel;
  private final SequencedMap<String, Loaded> modules = new LinkedHashMap<>();
  private final Tracer tracer;
  private final FunctionNames names;

  private TextCheck(RunningKernel kernel, KernelFiles files) throws IOException {
    this.kernel = kernel;
    for (LoadedModule m : LoadedModule.all(kernel)) {
      modules.put(m.name(), new Loaded(m, files.module(m.name()).orElse(null)));
    }
    this.tracer = Tracer.of(kernel);
    this.names = new FunctionNames(kernel);
  }

  /**
   * Compares.
   *
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed, or the picture lacks
   *     memory that is needed
   * @throws LivepatchRefusedException when another kernel is in memory, or it is one whose rules
   *     are not known
   */
  public static TextReport run(MemoryPicture memory, KernelFiles files) throws IOException {
    KernelImage image = files.image();
    if (image.elf().header().machine() != Machine.X86_64) {
      throw new LivepatchRefusedException(
          files.vmlinuz() + ": what kernels do to their code is known for x86-64 only");
    }
    return new TextCheck(RunningKernel.find(image, memory), files).compare();
  }

  private TextReport compare() throws IOException {
    SequencedMap<String, CodeImage> codes = new LinkedHashMap<>();
    CodeImage own = KernelCode.of(kernel.image(), kernel.moved());
    Rewriting.apply(own, kernel, Tables.of(own, kernel), tracer);
    codes.put("vmlinux", own);
    for (Loaded m : modules.values()) {
      if (m.file != null) {
        CodeImage code = ModuleCode.of(m.file, m.module, symbols());
        Rewriting.apply(code, kernel, Tables.of(code), tracer);
        names.add(m.file, m.module, code);
        codes.put(m.module.name(), code);
      }
    }
    List<TextReport.ObjectText> objects = new ArrayList<>();
    for (Map.Entry<String, CodeImage> e : codes.entrySet()) {
      objects.add(compare(e.getKey(), e.getValue()));
    }
    for (String module : modules.keySet()) {
      if (!codes.containsKey(module)) {
        objects.add(new TextReport.ObjectText(module, false, 0, 0, Map.of(), List.of()));
      }
    }
    return new TextReport(kernel.moved(), objects, redirections());
  }

  private ModuleCode.Symbols symbols() {
    return new ModuleCode.Symbols() {
      @Override
      public OptionalLong exported(String name) {
        OptionalLong own = kernel.exported(name);
        return own.isPresent()
            ? own
            : modules.values().stream()
                .map(
                    m -> m.file == null ? OptionalLong.empty() : exportedBy(m.file, m.module, name))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
      }

      @Override
      public OptionalLong find(KlpSymbol s) {
        if (s.object().equals("vmlinux")) {
          return kernel.image().symbols().find(s.name(), s.sympos()).stream()
              .mapToLong(f -> kernel.moved(f.address()))
              .findFirst();
        }
        Loaded m = modules.get(s.object());
        return m == null || m.file == null
            ? OptionalLong.empty()
            : m.file.symbols().find(s.name(), s.sympos()).stream()
                .mapToLong(f -> address(m.file, m.module, f))
                .findFirst();
      }

      @Override
      public boolean isLoaded(String object) {
        return object.equals("vmlinux") || modules.containsKey(object);
      }
    };
  }

  private static long address(KernelModule file, LoadedModule module, KernelSymbol symbol) {
    return ModuleCode.addresses(file.elf(), module)[symbol.section()] + symbol.address();
  }

  /** A module's exports are the symbols for which it has an entry. */
  private static OptionalLong exportedBy(KernelModule file, LoadedModule module, String name) {
    return file.symbols().named("__ksymtab_" + name).isEmpty()
        ? OptionalLong.empty()
        : file.symbols().named(name).stream()
            .filter(s -> !s.isLocal())
            .mapToLong(s -> address(file, module, s))
            .findFirst();
  }

  private TextReport.ObjectText compare(String object, CodeImage code) throws IOException {
    long bytes = 0;
    long differing = 0;
    Map<Cause, Long> causes = new EnumMap<>(Cause.class);
    List<TextReport.Change> changes = new ArrayList<>();
    for (CodeImage.Part part : code.code()) {
      byte[] memory = kernel.memory().bytes(part.address, part.size());
      bytes += memory.length;
      for (int i = 0; i < memory.length; i++) {
        if (memory[i] != part.expected(i)) {
          int end = i + 1;
          while (end < memory.length
              && end - i < LONGEST_CHANGE
              && memory[end] != part.expected(end)) {
            end++;
          }
          changes.add(change(part, memory, i, end));
          differing += end - i;
          i = end - 1;
        } else if (memory[i] != part.disk(i)) {
          differing++;
          causes.merge(Cause.values()[part.writer(i)], 1L, Long::sum);
        }
      }
    }
    return new TextReport.ObjectText(object, true, bytes, differing, causes, changes);
  }

  private TextReport.Change change(CodeImage.Part part, byte[] memory, int from, int to) {
    byte[] disk = new byte[to - from];
    byte[] expected = new byte[to - from];
    for (int i = from; i < to; i++) {
      disk[i - from] = part.disk(i);
      expected[i - from] = part.expected(i);
    }
    FunctionNames.Place place = names.at(part.address + from);
    HexFormat hex = HexFormat.of();
    return new TextReport.Change(
        place.function(),
        place.offset(),
        part.address + from,
        hex.formatHex(disk),
        hex.formatHex(expected),
        hex.formatHex(memory, from, to));
  }

  private List<TextReport.Redirection> redirections() throws IOException {
    List<TextReport.Redirection> all = new ArrayList<>();
    for (long site : tracer.enabled().stream().sorted(Long::compareUnsigned).toList()) {
      FunctionNames.Place at = names.at(site);
      List<String> to = new ArrayList<>();
      for (Tracer.Client c : tracer.clientsOf(site)) {
        to.add(names.at(handler(c)).toString());
      }
      all.add(new TextReport.Redirection(at.object(), at.function(), List.copyOf(to)));
    }
    return all;
  }

  /** What is called in the end: {@code klp_ftrace_handler} goes on to the newest new function. */
  private long handler(Tracer.Client client) throws IOException {
    if (client.handler() != kernel.find("klp_ftrace_handler").orElse(0)) {
      return client.handler();
    }
    Structure ops = kernel.structure("klp_ops");
    Structure function = kernel.structure("klp_func");
    long stack = client.address() - ops.offset("fops") + ops.offset("func_stack");
    long newest = kernel.memory().i64(stack);
    return newest == stack
        ? client.handler()
        : kernel.memory().i64(newest - function.offset("stack_node") + function.offset("new_func"));
  }
}
