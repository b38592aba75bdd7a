package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.btf.BtfType;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a livepatch tells the kernel by its structures klp_patch, klp_object and klp_func ({@code
 * include/linux/livepatch.h}), read out of the file. Where their members are, the kernel's own
 * types say.
 */
public final class PatchStructures {
  /**
   * An object that is patched.
   *
   * @param name {@code vmlinux} or a module
   * @param functions what is replaced in it
   * @param callbacks the names of the callbacks that it has, as members of klp_callbacks
   */
  public record PatchedObject(String name, List<Function> functions, List<String> callbacks) {}

  /**
   * A function that is replaced.
   *
   * @param name its name in the patched object
   * @param sympos its position there, 0 for a name that is unique
   * @param section the index of the livepatch's section with the new function; 0 when the structure
   *     does not say
   * @param offset where it starts there, in bytes
   */
  public record Function(String name, int sympos, int section, long offset) {}

  private record Place(int section, long offset) {}

  private final ElfModel module;
  private final ModuleDraft draft;
  private final Btf types;
  private final Map<Place, Place> pointers = new HashMap<>();
  private final Set<Place> toThisModule = new HashSet<>();

  private PatchStructures(ElfModel module, ModuleDraft draft, Btf types) {
    this.module = module;
    this.draft = draft;
    this.types = types;
    for (ModuleDraft.Part part : draft.parts()) {
      for (Relocation r : part.relocations) {
        Symbol s = draft.symbols().get(r.symbol());
        Place from = new Place(part.index, r.offset());
        if (s.name().equals("__this_module")) {
          toThisModule.add(from);
        } else if (!s.isUndefined() && !s.isReserved()) {
          pointers.put(from, new Place(s.sectionIndex(), s.value() + r.addend()));
        }
      }
    }
  }

  /**
   * The objects that a livepatch patches; empty when no structure klp_patch is found.
   *
   * @param types those of the kernel that it is for
   * @throws ElfFormatException when a structure is malformed
   */
  public static List<PatchedObject> of(ElfModel module, Btf types) {
    return new PatchStructures(module, ModuleDraft.of(module), types).read();
  }

  private List<PatchedObject> read() {
    List<PatchedObject> objects = new ArrayList<>();
    long toModule = offset("klp_patch", "mod");
    for (Place mod : toThisModule) {
      Place objs =
          pointers.get(new Place(mod.section, mod.offset - toModule + offset("klp_patch", "objs")));
      if (objs != null) {
        objects.addAll(objects(objs));
      }
    }
    return objects;
  }

  private BtfType.Composite struct(String name) {
    return types
        .struct(name)
        .orElseThrow(() ->
            new ElfFormatException(
                module.file(),
                ElfFormatException.NO_OFFSET,
                "livepatch",
                "the kernel has no struct " + name + ", expected one with CONFIG_LIVEPATCH"));
  }

  private long offset(String struct, String member) {
    return struct(struct)
        .member(member)
        .map(BtfType.Member::offset)
        .orElseThrow(() ->
            new ElfFormatException(
                module.file(),
                ElfFormatException.NO_OFFSET,
                "livepatch",
                "struct " + struct + " of the kernel has no member " + member));
  }

  private @Nullable Place pointer(Place struct, long member) {
    return pointers.get(new Place(struct.section, struct.offset + member));
  }

  /** An array that ends where an element has no functions. */
  private List<PatchedObject> objects(Place first) {
    List<PatchedObject> objects = new ArrayList<>();
    long size = struct("klp_object").size();
    long callbacks = offset("klp_object", "callbacks");
    for (Place at = first; ; at = new Place(at.section, at.offset + size)) {
      Place functions = pointer(at, offset("klp_object", "funcs"));
      if (functions == null) {
        return objects;
      }
      Place name = pointer(at, offset("klp_object", "name"));
      List<String> called = new ArrayList<>();
      for (BtfType.Member m : struct("klp_callbacks").members()) {
        if (pointer(at, callbacks + m.offset()) != null) {
          called.add(m.name());
        }
      }
      objects.add(
          new PatchedObject(
              name == null ? "vmlinux" : text(name), functions(functions), List.copyOf(called)));
    }
  }

  private List<Function> functions(Place first) {
    List<Function> functions = new ArrayList<>();
    long size = struct("klp_func").size();
    long position = offset("klp_func", "old_sympos");
    for (Place at = first; ; at = new Place(at.section, at.offset + size)) {
      Place name = pointer(at, offset("klp_func", "old_name"));
      if (name == null) {
        return List.copyOf(functions);
      }
      ElfBytes in = bytes(at.section);
      in.require(at.offset + position, 8, "struct klp_func");
      Place made = pointer(at, offset("klp_func", "new_func"));
      functions.add(
          new Function(
              text(name),
              (int) in.word(at.offset + position),
              made == null ? 0 : made.section,
              made == null ? 0 : made.offset));
    }
  }

  private ElfBytes bytes(int section) {
    return Optional.ofNullable(draft.part(section))
        .map(p ->
            new ElfBytes(
                module.file() + ": " + p.name,
                p.bytes,
                module.header().is64(),
                module.header().order() == ByteOrder.BIG_ENDIAN))
        .orElseThrow(() ->
            new ElfFormatException(
                module.file(),
                ElfFormatException.NO_OFFSET,
                "livepatch",
                "a pointer leads to section " + section + ", which has no content"));
  }

  private String text(Place place) {
    ElfBytes in = bytes(place.section);
    return in.string(place.offset, in.size(), "name");
  }
}
