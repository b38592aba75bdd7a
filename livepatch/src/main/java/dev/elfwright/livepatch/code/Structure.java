package dev.elfwright.livepatch.code;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.btf.BtfType;
import java.util.Optional;

/**
 * How a struct of the kernel is laid out, by the kernel's own types.
 *
 * @param file the name used in messages
 */
public record Structure(String file, Btf types, BtfType.Composite type) {
  /** No struct of a kernel nests deeper. */
  private static final int DEEPEST = 16;

  /**
   * A struct of a kernel.
   *
   * @throws ElfFormatException when the kernel has none of this name
   */
  public static Structure of(String file, Btf types, String name) {
    return new Structure(
        file, types, types.struct(name).orElseThrow(() -> missing(file, "struct " + name)));
  }

  private static ElfFormatException missing(String file, String what) {
    return new ElfFormatException(
        file,
        ElfFormatException.NO_OFFSET,
        "BTF",
        "no " + what + ", expected one of a kernel of which the rules are known");
  }

  /** Its size, in bytes. */
  public long size() {
    return type.size();
  }

  /** Whether it has a member. */
  public boolean has(String member) {
    return find(type, member, 0).isPresent();
  }

  /**
   * Where a member is, in bytes.
   *
   * @param path names of members, each in the struct before it, with dots between
   */
  public long offset(String path) {
    long offset = 0;
    BtfType.Composite in = type;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length; i++) {
      Found found =
          find(in, names[i], 0)
              .orElseThrow(() -> missing(file, "member " + path + " in " + type.name()));
      offset += found.offset;
      if (i + 1 < names.length) {
        in = composite(found.type).orElseThrow(() -> missing(file, "struct at " + path));
      }
    }
    return offset;
  }

  private record Found(long offset, int type) {}

  /** Members of members without a name are members. */
  private Optional<Found> find(BtfType.Composite in, String name, int depth) {
    for (BtfType.Member m : in.members()) {
      if (m.name().equals(name)) {
        return Optional.of(new Found(m.offset(), m.type()));
      } else if (m.name().isEmpty() && depth < DEEPEST) {
        Optional<Found> inner = composite(m.type()).flatMap(c -> find(c, name, depth + 1));
        if (inner.isPresent()) {
          return inner.map(f -> new Found(m.offset() + f.offset, f.type));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BtfType.Composite> composite(int id) {
    int at = id;
    for (int i = 0; i < DEEPEST && at > 0 && at < types.count(); i++) {
      switch (types.type(at)) {
        case BtfType.Composite c -> {
          return Optional.of(c);
        }
        case BtfType.Typedef t -> at = t.target();
        case BtfType.Qualified q -> at = q.target();
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
