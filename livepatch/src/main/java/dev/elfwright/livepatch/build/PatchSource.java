package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The C source of a livepatch: the structures by which it tells the kernel what it replaces
 * (Documentation/livepatch/livepatch.rst, section 5), and what enables it.
 */
final class PatchSource {
  private PatchSource() {}

  /**
   * A function that is replaced.
   *
   * @param name the kernel's name for it
   * @param sympos its position, as {@code klp_func.old_sympos} wants it
   * @param replacement the name of the new function in the module
   */
  record Replaced(String name, int sympos, String replacement) {}

  /**
   * The source.
   *
   * @param byObject the functions of each patched object
   * @param replace whether the livepatch takes the place of all that are loaded
   * @param clears whether the patch has to undo relocations when a module is unloaded
   */
  static String of(SequencedMap<String, List<Replaced>> byObject, boolean replace, boolean clears)
      throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("#include <linux/livepatch.h>\n#include <linux/module.h>\n\n");
    if (clears) {
      out.append(resource("clear-relocations.c"));
    }
    int index = 0;
    List<String> objects = new ArrayList<>();
    for (Map.Entry<String, List<Replaced>> e : byObject.entrySet()) {
      out.append(functions("funcs_" + index, e.getValue()));
      objects.add(object(e.getKey(), "funcs_" + index, clears));
      index++;
    }
    out.append("static struct klp_object objects[] = {\n");
    objects.forEach(out::append);
    out.append("\t{},\n};\n\nstatic struct klp_patch patch = {\n\t.mod = THIS_MODULE,\n");
    out.append("\t.objs = objects,\n\t.replace = ").append(replace).append(",\n};\n\n");
    out.append(
        """
        static int __init enable(void)
        {
        	return klp_enable_patch(&patch);
        }

        static void __exit leave(void)
        {
        }

        module_init(enable);
        module_exit(leave);
        MODULE_LICENSE("GPL");
        MODULE_INFO(livepatch, "Y");
        """);
    return out.toString();
  }

  private static String functions(String array, List<Replaced> functions) {
    StringBuilder out = new StringBuilder();
    for (Replaced f : functions) {
      out.append("extern char ").append(f.replacement).append("[];\n");
    }
    out.append("static struct klp_func ").append(array).append("[] = {\n");
    for (Replaced f : functions) {
      out.append(
          "\t{.old_name = \"%s\", .new_func = %s, .old_sympos = %d},\n"
              .formatted(f.name, f.replacement, f.sympos));
    }
    return out.append("\t{},\n};\n\n").toString();
  }

  private static String object(String name, String functions, boolean clears) {
    if (name.equals("vmlinux")) {
      return "\t{.funcs = %s},\n".formatted(functions);
    }
    String callbacks = clears ? ", .callbacks = {.post_unpatch = clear_relocations}" : "";
    return "\t{.name = \"%s\", .funcs = %s%s},\n".formatted(name, functions, callbacks);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PatchSource.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
