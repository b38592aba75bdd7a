package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the kernel's tracer, ftrace, has turned on, as {@code kernel/trace/ftrace.c} keeps it: a
 * record for each call at the start of a function, and a list of those who want to be called.
 */
final class Tracer {
  private static final long ENABLED = 1L << 31;
  private static final long SAVES_REGISTERS = 1L << 29;
  private static final long HAS_TRAMPOLINE = 1L << 27;
  private static final long IS_DIRECT = 1L << 23;

  /** More than any kernel has of records, and of those who trace them. */
  private static final int MOST = 10_000_000;

  /**
   * One who wants to be called.
   *
   * @param address where its {@code struct ftrace_ops} is
   * @param handler what is called
   * @param trampoline code made for it alone, 0 for none
   * @param sites the calls that it is for; empty for all
   */
  record Client(long address, long handler, long trampoline, Set<Long> sites) {
    boolean isFor(long site) {
      return sites.isEmpty() || sites.contains(site);
    }
  }

  private final RunningKernel kernel;
  private final MemoryPicture memory;
  private final Map<Long, Long> enabled = new HashMap<>();
  private final List<Client> clients = new ArrayList<>();
  private final Map<Long, Long> direct = new HashMap<>();

  private Tracer(RunningKernel kernel) {
    this.kernel = kernel;
    this.memory = kernel.memory();
  }

  static Tracer of(RunningKernel kernel) throws IOException {
    Tracer tracer = new Tracer(kernel);
    if (kernel.find("ftrace_pages_start").isPresent()) {
      tracer.records();
      tracer.clients();
      OptionalLong hash = kernel.find("direct_functions");
      if (hash.isPresent()) {
        tracer.hash(tracer.memory.i64(hash.getAsLong()), tracer.direct);
      }
    }
    return tracer;
  }

  private LivepatchRefusedException endless(String what) {
    return new LivepatchRefusedException(
        memory.file() + ": the kernel's list of " + what + " does not end");
  }

  private void records() throws IOException {
    Structure page = kernel.structure("ftrace_page");
    Structure record = kernel.structure("dyn_ftrace");
    int size = (int) record.size();
    int count = 0;
    for (long at = kernel.word("ftrace_pages_start");
        at != 0;
        at = memory.i64(at + page.offset("next"))) {
      int used = memory.i32(at + page.offset("index"));
      count++;
      if (used < 0 || used > MOST / size || count > MOST / 100) {
        throw endless("the tracer's records");
      }
      long first = memory.i64(at + page.offset("records"));
      for (int i = 0; i < used; i++) {
        long flags = memory.i64(first + (long) i * size + record.offset("flags"));
        if ((flags & ENABLED) != 0) {
          enabled.put(memory.i64(first + (long) i * size + record.offset("ip")), flags);
        }
      }
    }
  }

  private void clients() throws IOException {
    Structure ops = kernel.structure("ftrace_ops");
    long end = kernel.address("ftrace_list_end");
    for (long at = kernel.word("ftrace_ops_list");
        at != end && at != 0;
        at = memory.i64(at + ops.offset("next"))) {
      if (clients.size() > MOST / 100) {
        throw endless("tracers");
      }
      Map<Long, Long> sites = new HashMap<>();
      long hashes = memory.i64(at + ops.offset("func_hash"));
      hash(memory.i64(hashes + kernel.structure("ftrace_ops_hash").offset("filter_hash")), sites);
      clients.add(
          new Client(
              at,
              memory.i64(at + ops.offset("func")),
              memory.i64(at + ops.offset("trampoline")),
              new HashSet<>(sites.keySet())));
    }
  }

  /** {@code struct ftrace_hash}: places, each with where it directly leads. */
  private void hash(long at, Map<Long, Long> into) throws IOException {
    Structure hash = kernel.structure("ftrace_hash");
    Structure entry = kernel.structure("ftrace_func_entry");
    if (at == 0 || memory.i64(at + hash.offset("count")) == 0) {
      return;
    }
    long bits = memory.i64(at + hash.offset("size_bits"));
    if (bits < 0 || bits > 20) {
      throw endless("traced functions");
    }
    long buckets = memory.i64(at + hash.offset("buckets"));
    for (long i = 0; i < 1L << bits; i++) {
      for (long node = memory.i64(buckets + 8 * i); node != 0; node = memory.i64(node)) {
        long one = node - entry.offset("hlist");
        into.put(memory.i64(one + entry.offset("ip")), memory.i64(one + entry.offset("direct")));
        if (into.size() > MOST) {
          throw endless("traced functions");
        }
      }
    }
  }

  /** The calls that are turned on. */
  Set<Long> enabled() {
    return enabled.keySet();
  }

  /** Those who are called from there. */
  List<Client> clientsOf(long site) {
    return clients.stream().filter(c -> c.isFor(site)).toList();
  }

  /** {@code ftrace_get_addr_curr}: where a call that is turned on leads; empty when it is off. */
  OptionalLong target(long site) {
    Long flags = enabled.get(site);
    if (flags == null) {
      return OptionalLong.empty();
    } else if ((flags & IS_DIRECT) != 0 && direct.containsKey(site)) {
      return OptionalLong.of(direct.get(site));
    } else if ((flags & HAS_TRAMPOLINE) != 0) {
      return clientsOf(site).stream().mapToLong(Client::trampoline).filter(t -> t != 0).findFirst();
    }
    return kernel.find((flags & SAVES_REGISTERS) != 0 ? "ftrace_regs_caller" : "ftrace_caller");
  }
}
