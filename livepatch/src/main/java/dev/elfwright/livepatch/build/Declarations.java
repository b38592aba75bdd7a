package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.code.Structure;
import dev.elfwright.livepatch.kernel.KernelImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Declarations in C of those structs of a kernel that a livepatch consists of, with the members
 * that it fills in or reads, where the kernel's own types (BTF) say that they are. The kernel's
 * headers say no more, and it takes the compiler half a second to read them.
 */
final class Declarations {
  private static final long POINTER = 8;

  /** MODULE_NAME_LEN of {@code include/linux/moduleparam.h}. */
  private static final long LONGEST_NAME = 56;

  /**
   * A member.
   *
   * @param path its name, behind those of the members that it is in
   * @param type its type in C
   * @param bytes its size
   */
  private record Member(String path, String type, long bytes) {
    static Member pointer(String path) {
      return new Member(path, "void *", POINTER);
    }

    String declared() {
      String name = path.substring(path.lastIndexOf('.') + 1);
      return type + " " + name + (type.equals("char") ? "[" + bytes + "]" : "");
    }
  }

  private final KernelImage kernel;
  private final StringBuilder out = new StringBuilder();

  private Declarations(KernelImage kernel) {
    this.kernel = kernel;
  }

  /**
   * The structs by which a livepatch tells what it replaces, and those by which a module is loaded.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the kernel has none of these
   */
  static String of(KernelImage kernel) throws IOException {
    Declarations declarations = new Declarations(kernel);
    declarations.add(
        "klp_func",
        Member.pointer("old_name"),
        Member.pointer("new_func"),
        new Member("old_sympos", "unsigned long", Long.BYTES));
    declarations.add(
        "klp_object",
        new Member("name", "const char *", POINTER),
        new Member("funcs", "struct klp_func *", POINTER),
        Member.pointer("callbacks.pre_patch"),
        Member.pointer("callbacks.post_patch"),
        Member.pointer("callbacks.pre_unpatch"),
        Member.pointer("callbacks.post_unpatch"));
    declarations.add(
        "klp_state",
        new Member("id", "unsigned long", Long.BYTES),
        new Member("version", "unsigned int", Integer.BYTES),
        Member.pointer("data"));
    declarations.add(
        "klp_patch",
        new Member("mod", "struct module *", POINTER),
        new Member("objs", "struct klp_object *", POINTER),
        new Member("states", "struct klp_state *", POINTER),
        new Member("replace", "_Bool", 1));
    declarations.add(
        "klp_modinfo",
        new Member("hdr.e_shnum", "unsigned short", Short.BYTES),
        new Member("sechdrs", "const struct elf64_shdr *", POINTER),
        new Member("secstrings", "const char *", POINTER));
    declarations.add(
        "module",
        new Member("name", "char", LONGEST_NAME),
        Member.pointer("init"),
        Member.pointer("exit"),
        new Member("klp_info", "const struct klp_modinfo *", POINTER));
    return declarations.out.toString();
  }

  private void add(String name, Member... members) throws IOException {
    Structure struct = Structure.of(kernel.elf().file(), kernel.btf(), name);
    out.append("struct %s {\n".formatted(name));
    List<Member> inOrder =
        Stream.of(members).sorted(Comparator.comparingLong(m -> struct.offset(m.path))).toList();
    long at = 0;
    for (Member m : inOrder) {
      at = gap(at, struct.offset(m.path));
      out.append("\t" + m.declared() + ";\n");
      at += m.bytes;
    }
    long _ = gap(at, struct.size());
    out.append("} __attribute__((packed, aligned(8)));\n\n");
  }

  /** What nobody here asks for. */
  private long gap(long from, long to) {
    if (to > from) {
      out.append("\tchar from_%d[%d];\n".formatted(from, to - from));
    }
    return to;
  }
}
