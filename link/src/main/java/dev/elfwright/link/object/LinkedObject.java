package dev.elfwright.link.object;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.input.Region;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object file (ET_REL, x86-64) linked into the running JVM: what a compiler writes with {@code
 * -c} can be called, without a linker, a library or a file.
 *
 * {@snippet file="dev/elfwright/link/object/LinkedObjectSnippetTest.java" region="load"}
 *
 * <p>No memory can be written and executed at the same time. Constructors (.init_array) run before
 * {@link #load} returns, destructors (.fini_array) when the arena is closed; then the memory is
 * gone, and the handles throw. The object file's model may be closed right after loading.
 *
 * <p>Not supported, and refused by name: thread-local variables, functions chosen at run time
 * (ifunc). C++ exceptions must not leave a function: its .eh_frame is not registered.
 */
public final class LinkedObject implements SymbolLookup {
  private final Map<String, MemorySegment> exports = new HashMap<>();
  private final String name;

  private LinkedObject(String name) {
    this.name = name;
  }

  /**
   * Links an object file.
   *
   * @param imports where undefined symbols are looked for
   * @param arena how long the code lives
   * @throws ObjectLinkException when a symbol is found nowhere, a relocation does not reach, or the
   *     file needs what is not supported; nothing stays in memory then
   * @throws dev.elfwright.elf.ElfFormatException when the file is malformed
   */
  public static LinkedObject load(ElfModel object, SymbolLookup imports, Arena arena) {
    ObjectInput input = ObjectInput.forMemory(object, Machine.X86_64);
    if (!System.getProperty("os.arch").equals("amd64")) {
      throw input.refuse("this JVM runs on " + System.getProperty("os.arch"));
    }
    ObjectPlaces places = new ObjectPlaces(input, 0);
    long size = places.size();
    long base = NativeMemory.map(Math.max(size, ObjectPlaces.PAGE));
    Relocator relocator =
        new Relocator(input, places, base, symbol -> resolve(input, symbol, imports));
    try {
      relocator.fill(MemorySegment.ofAddress(base).reinterpret(size));
      protect(places, base);
    } catch (RuntimeException e) {
      NativeMemory.unmap(base, size);
      throw e;
    }
    List<Long> destructors = pointers(input, places, base, SectionType.FINI_ARRAY).reversed();
    MemorySegment image =
        MemorySegment.ofAddress(base)
            .reinterpret(
                size,
                arena,
                _ -> {
                  destructors.forEach(LinkedObject::call);
                  NativeMemory.unmap(base, size);
                });
    LinkedObject linked = new LinkedObject(object.file());
    linked.export(input, places, image);
    pointers(input, places, base, SectionType.INIT_ARRAY).forEach(LinkedObject::call);
    return linked;
  }

  private static long resolve(ObjectInput input, int index, SymbolLookup imports) {
    Symbol s = input.symbols().symbol(index);
    Optional<MemorySegment> found = imports.find(s.name());
    if (found.isEmpty() && s.binding() != SymbolBinding.WEAK) {
      throw input.refuse("symbol '%s' is defined nowhere".formatted(s.name()));
    }
    return found.map(MemorySegment::address).orElse(0L);
  }

  private static void protect(ObjectPlaces places, long base) {
    for (Region region : Region.values()) {
      ObjectPlaces.Range range = places.region(region);
      if (range.end() > range.start()) {
        NativeMemory.protect(
            base + range.start(), range.end() - range.start(), region.protection());
      }
    }
  }

  /** The functions in all sections of a type, in their order. */
  private static List<Long> pointers(ObjectInput input, ObjectPlaces places, long base, int type) {
    return input.sections().stream()
        .filter(s -> s.header().type() == type)
        .flatMap(s -> words(base + places.of(s), s).stream())
        .toList();
  }

  private static List<Long> words(long address, Section s) {
    long[] words =
        MemorySegment.ofAddress(address)
            .reinterpret(s.header().size() & -ObjectPlaces.WORD)
            .toArray(JAVA_LONG);
    return java.util.Arrays.stream(words).boxed().toList();
  }

  private static void call(long function) {
    MethodHandle handle =
        Linker.nativeLinker()
            .downcallHandle(MemorySegment.ofAddress(function), FunctionDescriptor.ofVoid());
    try {
      handle.invokeExact();
    } catch (Throwable e) {
      throw NativeMemory.unexpected(e);
    }
  }

  private void export(ObjectInput input, ObjectPlaces places, MemorySegment image) {
    for (Symbol s : input.symbols().asList()) {
      boolean global = s.binding() != SymbolBinding.LOCAL && !s.isUndefined();
      if (global && (input.isCommon(s) || !s.isReserved())) {
        long at = places.of(s);
        if (at < 0 || s.size() < 0 || s.size() > image.byteSize() - at) {
          throw input.refuse("symbol '%s' ends past its section".formatted(s.name()));
        }
        exports.put(s.name(), image.asSlice(at, s.size()));
      }
    }
  }

  /** A global symbol that the object file defines: a function, or a variable of known size. */
  @Override
  public Optional<MemorySegment> find(String symbol) {
    return Optional.ofNullable(exports.get(symbol));
  }

  /**
   * A function to call.
   *
   * @throws java.util.NoSuchElementException when the object file defines no such symbol
   */
  public MethodHandle handle(
      String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(findOrThrow(symbol), descriptor, options);
  }

  @Override
  public String toString() {
    return name;
  }
}
