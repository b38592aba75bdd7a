package dev.elfwright.tls;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.Listing;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a program's start lays out the static block: glibc elf/rtld.c, init_tls, or csu/libc-tls.c.
 *
 * @param program the program
 * @param kind who does it
 * @param namespace what is loaded, before any dlopen
 * @param version the release whose rules hold
 * @param usualSort how it sorts objects unless tunables say otherwise
 * @param reserve how that release reckons the surplus
 * @param area what is at the thread pointer
 * @param members whose segments the block is made for, in order
 * @param early what is loaded after the block was made and before the program runs: audit modules,
 *     and then the program's own libraries, which have to live on the surplus like a dlopen's
 * @param auditors how many audit modules there are
 * @param rseq the area of restartable sequences
 */
record ProcessStart(
    Path program,
    ProcessKind kind,
    Namespace namespace,
    GlibcVersion version,
    DependencySort usualSort,
    Surplus reserve,
    ThreadArea area,
    List<Member> members,
    List<Step> early,
    int auditors,
    RseqArea rseq) {
  private static final int MOST_NAMESPACES = 16;

  /**
   * A segment that the block is made for.
   *
   * @param path the file
   * @param object the same as the loader knows it; empty for a statically linked program
   */
  record Member(Path path, TlsSegment segment, Optional<LoadedObject> object) {}

  /**
   * Loads what the program loads.
   *
   * @param files what it shares with other programs
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or libc is not known
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   */
  static ProcessStart of(Path program, TlsOptions options, TlsFiles files) throws IOException {
    ElfModel model = Elf.openShared(program);
    ProcessKind kind = kind(model);
    Namespace namespace =
        kind == ProcessKind.STATICALLY_LINKED
            ? Namespace.empty(program, options.environment())
            : Namespace.of(program, options.environment(), files.shared());
    List<LoadedObject> libc = libc(program, namespace, options);
    GlibcVersion version = version(program, libc, options);
    ThreadArea area =
        ThreadArea.of(model.header(), version)
            .orElseThrow(() ->
                new TlsRefusedException(
                    program
                        + ": static TLS of machine "
                        + Machine.name(model.header().machine())
                        + " is not known"));
    DependencySort usual = usualSort(version, libc);
    List<Member> members = new ArrayList<>();
    List<Step> early = new ArrayList<>();
    if (kind == ProcessKind.STATICALLY_LINKED) {
      TlsSegment.of(model).ifPresent(s -> members.add(new Member(program, s, Optional.empty())));
    } else {
      LoadGraph graph = namespace.start().orElseThrow();
      List<LoadedObject> first =
          options.audit().isEmpty() ? inLoadOrder(graph) : List.of(graph.program());
      for (LoadedObject object : first) {
        TlsSegment.of(object.model())
            .ifPresent(s -> members.add(new Member(object.path(), s, Optional.of(object))));
      }
      if (!options.audit().isEmpty()) {
        for (String name : options.audit()) {
          Namespace apart = Namespace.empty(program, options.environment());
          Opening audit = apart.open(name, null);
          if (audit.missing().isEmpty()) {
            early.add(Step.of(apart, audit, options.tunables().sort(version, usual)));
          }
        }
        Step own = Step.ofStart(graph, options.tunables().sort(version, usual));
        boolean isLazy =
            model.header().machine() == Machine.X86_64 || model.header().machine() == Machine.I386;
        early.add(
            isLazy && !version.isSince(GlibcVersion.DESCRIPTORS_AT_ONCE)
                ? own.withLazyDescriptors(graph, o -> TlsProcess.isUsed(o, options.used()))
                : own);
      }
    }
    return new ProcessStart(
        program,
        kind,
        namespace,
        version,
        usual,
        reserve(
            version, libc, kind == ProcessKind.STATICALLY_LINKED ? List.of(model) : models(libc)),
        area,
        members,
        early,
        options.audit().size(),
        options.rseq());
  }

  static ProcessKind kind(ElfModel model) {
    Optional<String> interpreter = model.interpreter();
    if (interpreter.isPresent()) {
      return interpreter.get().contains("ld-musl")
          ? ProcessKind.MUSL
          : ProcessKind.DYNAMICALLY_LINKED;
    }
    boolean program =
        model.header().type() == FileType.EXEC
            || model.dynamic().filter(d -> (d.flags1() & DynamicTag.DF_1_PIE) != 0).isPresent();
    return program ? ProcessKind.STATICALLY_LINKED : ProcessKind.DYNAMICALLY_LINKED;
  }

  /**
   * What tells the release: the program's libraries, or where they lack it, those that libc.so.6
   * brings, for a statically linked program can only load the libc of its own release.
   */
  private static List<LoadedObject> libc(Path program, Namespace namespace, TlsOptions options)
      throws IOException {
    List<LoadedObject> objects = namespace.objects();
    return options.glibc().isPresent() || GlibcVersion.of(objects).isPresent()
        ? objects
        : Namespace.empty(program, options.environment()).open("libc.so.6", null).searchList();
  }

  private static GlibcVersion version(Path program, List<LoadedObject> libc, TlsOptions options) {
    return options
        .glibc()
        .or(() -> GlibcVersion.of(libc))
        .orElseThrow(() ->
            new TlsRefusedException(
                program + ": there is no libc.so.6 for it that tells the release of glibc"));
  }

  /**
   * How the surplus is reckoned.
   *
   * @param makers the files with the code that makes the block: a statically linked program has its
   *     own (csu/libc-tls.c), whatever loader is found with the libc that it opens
   */
  private static Surplus reserve(
      GlibcVersion version, List<LoadedObject> libc, List<ElfModel> makers) {
    if (version.isSince(GlibcVersion.SURPLUS_BY_TUNABLES)) {
      return Surplus.TUNABLES;
    }
    return isSaidBy(version, libc, makers, LoaderFile::hasStaticTunables)
        ? Surplus.FIRST_TUNABLES
        : Surplus.FIXED;
  }

  private static DependencySort usualSort(GlibcVersion version, List<LoadedObject> libc) {
    DependencySort released = version.sort();
    return released == DependencySort.DEPTH_FIRST
            && isSaidBy(version, libc, models(libc), LoaderFile::putsRootLast)
        ? DependencySort.DEPTH_FIRST_ROOT_LAST
        : released;
  }

  /**
   * What the files that are found say of themselves counts when their rules are those asked for.
   */
  private static boolean isSaidBy(
      GlibcVersion version,
      List<LoadedObject> libc,
      List<ElfModel> files,
      Predicate<ElfModel> says) {
    return GlibcVersion.of(libc).filter(version::equals).isPresent()
        && files.stream().anyMatch(says);
  }

  private static List<ElfModel> models(List<LoadedObject> objects) {
    return objects.stream().map(LoadedObject::model).toList();
  }

  /** The order of link maps: it differs from that of the search where filters are. */
  private static List<LoadedObject> inLoadOrder(LoadGraph graph) {
    List<LoadedObject> order = new ArrayList<>(List.of(graph.program()));
    graph.listing().stream().map(Listing::object).forEach(o -> o.ifPresent(order::add));
    return order;
  }

  /** Bytes of the block beyond what the start needs. */
  long surplus(Tunables tunables) {
    int namespaces = tunables.namespaces() + auditors;
    boolean counts = kind != ProcessKind.STATICALLY_LINKED && reserve.hasTunables();
    if (counts && namespaces > MOST_NAMESPACES) {
      throw new TlsRefusedException(
          "%s: ends at once: %d audit modules and glibc.rtld.nns=%d are more than %d namespaces"
              .formatted(program, auditors, tunables.namespaces(), MOST_NAMESPACES));
    }
    return reserve.bytes(kind, namespaces, tunables.optional());
  }

  private Variant.Packing packing() {
    if (isOldStatic()) {
      // Its one segment is placed without regard to the first byte (csu/libc-tls.c).
      long start =
          members.isEmpty()
              ? area.controlBlock()
              : Variant.roundUp(area.controlBlock(), members.getFirst().segment().alignment());
      return switch (area.variant()) {
        case ABOVE_THREAD_POINTER ->
            new Variant.Packing(
                members.isEmpty() ? List.of() : List.of(start), start + memberSize());
        case BELOW_THREAD_POINTER ->
            new Variant.Packing(
                members.isEmpty() ? List.of() : List.of(memberSize()), memberSize());
      };
    }
    return area.variant().pack(members.stream().map(Member::segment).toList(), area);
  }

  private boolean isOldStatic() {
    return kind == ProcessKind.STATICALLY_LINKED && !version.isSince(GlibcVersion.RSEQ_IN_BLOCK);
  }

  private long memberSize() {
    return members.stream()
        .map(Member::segment)
        .mapToLong(s -> Variant.roundUp(s.size(), s.alignment()))
        .sum();
  }

  /** The block before anything is loaded into its surplus. */
  StaticBlock block(Tunables tunables) {
    long alignment = area.alignment();
    for (Member m : members) {
      alignment = Math.max(alignment, m.segment().alignment());
    }
    long used = packing().used();
    if (version.isSince(GlibcVersion.RSEQ_IN_BLOCK)) {
      alignment = Math.max(alignment, rseq.alignment());
      used = Variant.roundUp(used, rseq.alignment()) + rseq.size();
    }
    long size =
        isOldStatic()
            ? Variant.roundUp(used + surplus(tunables), area.alignment())
            : area.variant().blockSize(used, surplus(tunables), alignment, area);
    return new StaticBlock(
        area,
        size,
        used,
        reserve.hasTunables() ? tunables.optional() : StaticBlock.UNBOUNDED,
        alignment);
  }

  /**
   * The first library that gets what was never allocated. Where the block lies above the thread
   * pointer, what it is aligned by is allocated too, and is enough.
   */
  Optional<Overrun> overrun(Tunables tunables, List<OpenResult> opens) {
    if (!isOldStatic() || area.variant() != Variant.BELOW_THREAD_POINTER) {
      return Optional.empty();
    }
    long bytes = members.stream().mapToLong(m -> m.segment().size()).sum();
    long allocated = Variant.roundUp(bytes + surplus(tunables), block(tunables).alignment());
    return opens.stream()
        .flatMap(o -> o.modules().stream())
        .filter(
            m -> m.place() instanceof TlsModule.Place.InBlock(long offset) && -offset > allocated)
        .map(m ->
            new Overrun(m.library(), -((TlsModule.Place.InBlock) m.place()).offset() - allocated))
        .findFirst();
  }

  /** How what is opened is sorted: what is linked statically never learns of the newer way. */
  DependencySort sort(Tunables tunables) {
    return switch (kind) {
      case STATICALLY_LINKED ->
          version.isSince(GlibcVersion.SURPLUS_BY_TUNABLES)
              ? DependencySort.ORIGINAL
              : DependencySort.ORIGINAL_WITH_ROOT;
      case DYNAMICALLY_LINKED, MUSL -> tunables.sort(version, usualSort);
    };
  }

  /** l_tls_offset of each member. */
  List<Long> offsets() {
    return packing().offsets();
  }

  /** Where the objects of the start lie. They are never unloaded, so only the offset counts. */
  Map<LoadedObject, Variant.Piece> placed() {
    Map<LoadedObject, Variant.Piece> placed = new HashMap<>();
    List<Long> offsets = offsets();
    for (int i = 0; i < members.size(); i++) {
      long offset = offsets.get(i);
      members.get(i).object().ifPresent(o -> placed.put(o, new Variant.Piece(offset, 0, 0)));
    }
    return placed;
  }
}
