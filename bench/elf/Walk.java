import dev.elfwright.elf.DynamicTable;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionContent;
import dev.elfwright.elf.SymbolTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code Walk LIST raw|objects THREADS}: what walk.c does, by Elfwright's public reading
 * API.
 *
 * <p>raw reads columns by index; objects makes a value of each symbol, relocation and dynamic
 * entry. Prints as walk.c does.
 */
final class Walk {
  private final Pass pass;
  private final List<Path> files;
  private final AtomicInteger next = new AtomicInteger();

  private Walk(Pass pass, List<Path> files) {
    this.pass = pass;
    this.files = files;
  }

  record Sum(long entries, long sum) {
    Sum plus(Sum other) {
      return new Sum(entries + other.entries, sum + other.sum);
    }
  }

  public static void main(String[] args) throws Exception {
    List<Path> files = Files.readAllLines(Path.of(args[0])).stream().map(Path::of).toList();
    int threads = Integer.parseInt(args[2]);
    Pass pass = args[1].equals("raw") ? Walk::columns : Walk::values;
    Turns.take(
        () -> {
          Sum sum = new Walk(pass, files).run(threads);
          return "%d %x".formatted(sum.entries, sum.sum);
        });
  }

  interface Pass {
    Sum of(SectionContent content);
  }

  private Sum run(int threads) throws Exception {
    if (threads == 1) {
      return worker();
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Sum sum = new Sum(0, 0);
      List<Future<Sum>> parts =
          java.util.stream.IntStream.range(0, threads).mapToObj(i -> pool.submit(this::worker)).toList();
      for (Future<Sum> part : parts) {
        sum = sum.plus(part.get());
      }
      return sum;
    }
  }

  private Sum worker() throws IOException {
    long entries = 0;
    long sum = 0;
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      Sum s = mapped(files.get(i));
      entries += s.entries;
      sum += s.sum;
    }
    return new Sum(entries, sum);
  }

  private Sum mapped(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return walk(model);
    }
  }

  private Sum walk(ElfModel model) {
    long entries = 0;
    long sum = 0;
    for (Section section : model.sections()) {
      if (!section.hasBytes()) {
        continue;
      }
      try {
        switch (section.header().type()) {
          case 2, 4, 6, 9, 11 -> {
            Sum s = pass.of(section.content());
            entries += s.entries;
            sum += s.sum;
          }
          default -> {}
        }
      } catch (ElfFormatException e) {
        // walk.c leaves such a section out as well.
      }
    }
    return new Sum(entries, sum);
  }

  /** Adds up the fields of relocations. */
  private static final class Fields implements Relocations.Visitor {
    private long sum;

    @Override
    public void relocation(long offset, long type, int symbol, long addend) {
      sum += offset + (symbol & 0xffff_ffffL) + type + addend;
    }
  }

  /** Adds up the fields of symbols and the hashes of their names. */
  private static final class SymbolFields implements SymbolTable.Visitor {
    private final SymbolTable table;
    private long sum;

    SymbolFields(SymbolTable table) {
      this.table = table;
    }

    @Override
    public void symbol(long name, int info, int sectionIndex, long value, long size) {
      sum += value + size + info + sectionIndex + (table.gnuHashAt(name) & 0xffff_ffffL);
    }
  }

  private static Sum columns(SectionContent content) {
    return switch (content) {
      case SymbolTable t -> {
        SymbolFields fields = new SymbolFields(t);
        t.forEach(fields);
        yield new Sum(t.count(), fields.sum);
      }
      case RelocationTable t -> {
        Fields fields = new Fields();
        t.forEach(fields);
        yield new Sum(t.count(), fields.sum);
      }
      case DynamicTable t -> dynamic(t);
      default -> new Sum(0, 0);
    };
  }

  private static Sum values(SectionContent content) {
    return switch (content) {
      case SymbolTable t ->
          new Sum(
              t.count(),
              t.symbols()
                  .mapToLong(s ->
                      s.value() + s.size() + (s.binding() << 4 | s.type()) + s.sectionIndex()
                          + s.name().hashCode())
                  .sum());
      case RelocationTable t ->
          new Sum(
              t.count(),
              t.relocations()
                  .mapToLong(r ->
                      r.offset() + (r.symbol() & 0xffff_ffffL) + r.type() + r.addend())
                  .sum());
      case DynamicTable t -> dynamic(t);
      default -> new Sum(0, 0);
    };
  }

  private static Sum dynamic(DynamicTable t) {
    return new Sum(
        t.entries().size(), t.entries().stream().mapToLong(d -> d.tag() + d.value()).sum());
  }
}
