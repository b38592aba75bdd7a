package dev.elfwright.link.fuse;

import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies the relocations of one part, so far as they can be applied before the program starts
 * (x86-64 psABI, "Relocation"; glibc sysdeps/x86_64/dl-machine.h, elf_machine_rela).
 */
final class Relinker {
  /** The executable is the first module with thread-local storage (glibc elf/rtld.c). */
  private static final long PROGRAM_MODULE = 1;

  private final Part part;
  private final SymbolTargets targets;
  private final @Nullable TlsBlock tls;
  private final long tlsImage;
  private final long fixedTlsDescriptor;
  private final boolean fixed;
  private final FuseOptions options;
  private final @Nullable Segment template;
  private final PartEdits edits = new PartEdits();

  private Relinker(Part part, SymbolTargets targets, Place place, FuseOptions options) {
    this.part = part;
    this.targets = targets;
    this.tls = place.tls().orElse(null);
    this.tlsImage = place.tlsImage();
    this.fixedTlsDescriptor = place.fixedTlsDescriptor();
    this.fixed = place.fixed();
    this.options = options;
    this.template = part.tls().orElse(null);
  }

  /**
   * Where things lie that relocations need to know.
   *
   * @param tls the merged block
   * @param tlsImage address of its initial bytes
   * @param fixedTlsDescriptor address of the function for TLS descriptors of that block
   * @param fixed whether the image is linked for one address
   */
  record Place(Optional<TlsBlock> tls, long tlsImage, long fixedTlsDescriptor, boolean fixed) {}

  static Relinker relink(Part part, SymbolTargets targets, Place place, FuseOptions options) {
    Relinker r = new Relinker(part, targets, place, options);
    part.dynamic().relr().ifPresent(t -> t.forEach(r::slideInPlace));
    for (RelocationTable t : part.dynamic().relocations()) {
      for (int i = 0; i < t.count(); i++) {
        r.apply((int) t.type(i), t.offset(i), t.symbol(i), t.addend(i));
      }
    }
    return r;
  }

  PartEdits edits() {
    return edits;
  }

  private void slideInPlace(long at) {
    putAddress(at, part.piece(at, 8).getLong(at) + part.bias());
  }

  private void apply(int type, long at, int symbol, long addend) {
    switch (type) {
      case X86_64.NONE -> {}
      case X86_64.RELATIVE, X86_64.RELATIVE64 -> putAddress(at, part.bias() + addend);
      case X86_64.WORD64 -> put(at, targets.target(part, symbol, ReferenceClass.OTHER), addend);
      case X86_64.GLOB_DAT -> put(at, targets.target(part, symbol, ReferenceClass.OTHER), 0);
      case X86_64.JUMP_SLOT ->
          edits.calls.put(at, targets.target(part, symbol, ReferenceClass.JUMP_SLOT));
      case X86_64.COPY -> copy(at, symbol);
      case X86_64.DTPMOD64 -> module(at, symbol);
      case X86_64.DTPOFF64 -> tlsWord(at, X86_64.DTPOFF64, symbol, addend);
      case X86_64.TPOFF64 -> tlsWord(at, X86_64.TPOFF64, symbol, addend);
      case X86_64.TLSDESC -> descriptor(at, symbol, addend);
      case X86_64.IRELATIVE -> resolve(at, part.bias() + addend);
      case X86_64.SIZE64 -> putConstant(at, part.dynamic().symbols().size(symbol) + addend);
      default ->
          throw part.malformed(
              "relocation", "type %d at 0x%x is none that a loader applies".formatted(type, at));
    }
  }

  /** Puts what a reference comes to into a word. */
  void put(long at, Target target, long addend) {
    switch (target) {
      case Target.Address a -> putAddress(at, a.value() + addend);
      case Target.Constant c -> putConstant(at, c.value() + addend);
      case Target.Resolver r -> resolve(at, r.address());
      case Target.Import _ when addend != (int) addend ->
          throw part.malformed(
              "relocation", "addend 0x%x at 0x%x is beyond any symbol".formatted(addend, at));
      case Target.Import i -> {
        if (inTemplate(at)) {
          relocateTemplate(at, X86_64.WORD64, i, addend);
        } else {
          edits.imports.add(new PartEdits.ImportSlot(part.bias() + at, i, addend));
        }
      }
      case Target.Undefined u ->
          throw part.malformed("relocation", "symbol '" + u.name() + "' is defined nowhere");
    }
  }

  private void putAddress(long at, long value) {
    part.piece(at, 8).putLong(at, value);
    if (fixed) {
      return;
    }
    if (inTemplate(at)) {
      // Threads copy the merged image, and the first one has done so before the starter runs.
      relocateTemplate(at, X86_64.RELATIVE, null, value);
    } else {
      edits.slide(part.bias() + at);
    }
  }

  private void relocateTemplate(long at, int type, Target.@Nullable Import symbol, long addend) {
    if (options.obeys(Rule.TLS_POINTERS)) {
      edits.loader.add(new PartEdits.LoaderRelocation(templateAddress(at), type, symbol, addend));
    }
  }

  private void putConstant(long at, long value) {
    part.piece(at, 8).putLong(at, value);
  }

  private void resolve(long at, long resolver) {
    if (!options.obeys(Rule.IFUNC)) {
      putAddress(at, resolver);
    } else if (inTemplate(at)) {
      throw part.malformed(
          "relocation", "indirect function in thread-local data; keep the library");
    } else {
      edits.resolvers.add(new PartEdits.ResolverSlot(part.bias() + at, resolver));
    }
  }

  private boolean inTemplate(long at) {
    return template != null
        && at - template.address() >= 0
        && at - template.address() < template.fileSize();
  }

  private long templateAddress(long at) {
    Segment t = java.util.Objects.requireNonNull(template);
    return tlsImage + part.tlsOffset() + (at - t.address());
  }

  private void copy(long at, int symbol) {
    if (!options.obeys(Rule.COPY_RELOCATIONS)) {
      return;
    }
    Binding binding = targets.bind(part, symbol, ReferenceClass.COPY);
    if (!(binding instanceof Binding.Definition d)) {
      throw part.malformed("copy relocation", "symbol is defined nowhere");
    }
    SymbolTable theirs = d.object().dynamic().symbols();
    long size = Math.min(theirs.size(d.symbol()), part.dynamic().symbols().size(symbol));
    Optional<Part> source = targets.part(d.object());
    if (source.isPresent()) {
      edits.copies.add(new PartEdits.Copy(theirs.value(d.symbol()), source.get(), at, size));
    } else {
      edits.loader.add(
          new PartEdits.LoaderRelocation(
              part.bias() + at, X86_64.COPY, new Target.Import(d.object(), d.symbol()), 0));
    }
  }

  /** DTPMOD64 without a symbol is followed by an offset into this part's own block. */
  private void module(long at, int symbol) {
    if (symbol == 0) {
      putConstant(at, PROGRAM_MODULE);
      if (options.obeys(Rule.TLS_OFFSETS)) {
        putConstant(at + 8, part.piece(at + 8, 8).getLong(at + 8) + part.tlsOffset());
      }
      return;
    }
    switch (targets.bind(part, symbol, ReferenceClass.OTHER)) {
      case Binding.Definition d when targets.part(d.object()).isPresent() ->
          putConstant(at, PROGRAM_MODULE);
      case Binding.Definition d -> loaderTls(at, X86_64.DTPMOD64, d, 0);
      case Binding.Unresolved _ -> putConstant(at, 0);
    }
  }

  private void tlsWord(long at, int type, int symbol, long addend) {
    if (symbol == 0) {
      putConstant(at, tlsValue(type, part, addend));
      return;
    }
    switch (targets.bind(part, symbol, ReferenceClass.OTHER)) {
      case Binding.Definition d -> {
        Optional<Part> home = targets.part(d.object());
        if (home.isPresent()) {
          putConstant(at, tlsValue(type, home.get(), value(d.object(), d.symbol()) + addend));
        } else {
          loaderTls(at, type, d, addend);
        }
      }
      case Binding.Unresolved _ -> putConstant(at, 0);
    }
  }

  private static long value(LoadedObject object, int symbol) {
    return object.dynamic().symbols().value(symbol);
  }

  private long tlsValue(int type, Part home, long offset) {
    if (tls == null) {
      throw part.malformed("TLS relocation", "the object that it binds to has no TLS segment");
    }
    if (!options.obeys(Rule.TLS_OFFSETS)) {
      return type == X86_64.TPOFF64 ? offset - tls.size() : offset;
    }
    return type == X86_64.TPOFF64 ? tls.fromThreadPointer(home, offset) : home.tlsOffset() + offset;
  }

  private void loaderTls(long at, int type, Binding.Definition d, long addend) {
    edits.loader.add(
        new PartEdits.LoaderRelocation(
            part.bias() + at, type, new Target.Import(d.object(), d.symbol()), addend));
  }

  private void descriptor(long at, int symbol, long addend) {
    if (symbol != 0
        && targets.bind(part, symbol, ReferenceClass.OTHER) instanceof Binding.Definition d
        && targets.part(d.object()).isEmpty()) {
      loaderTls(at, X86_64.TLSDESC, d, addend);
      return;
    }
    putAddress(at, fixedTlsDescriptor);
    tlsWord(at + 8, X86_64.TPOFF64, symbol, addend);
  }
}
