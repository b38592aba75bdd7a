package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.module.CallbackKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The C source of a livepatch: the structures by which it tells the kernel what it replaces
 * (Documentation/livepatch/livepatch.rst, section 5), and what enables it.
 */
final class PatchSource {
  /** The name by which {@code livepatch-state.h} gives the livepatch to its author. */
  static final String SELF = "livepatch_self";

  /**
   * A function that is replaced.
   *
   * @param name the kernel's name for it
   * @param sympos its position, as {@code klp_func.old_sympos} wants it
   * @param replacement the name of the new function in the module
   */
  record Replaced(String name, int sympos, String replacement) {}

  /**
   * An object that is patched.
   *
   * @param name {@code vmlinux} or a module
   * @param functions what is replaced in it
   * @param callbacks names of functions of the module
   */
  record Patched(String name, List<Replaced> functions, Map<CallbackKind, String> callbacks) {
    boolean isModule() {
      return !name.equals("vmlinux");
    }
  }

  /** Where a kernel leaves in place what a livepatch's relocations for a module have written. */
  enum Leaves {
    /** Where the livepatch's callback refuses the module; x86 kernels of all versions do. */
    REFUSED,
    /** And where the module is unloaded. */
    REFUSED_AND_UNLOADED
  }

  private final StringBuilder out = new StringBuilder();
  private final List<String> objects = new ArrayList<>();
  private final Leaves leaves;

  private PatchSource(Leaves leaves) {
    this.leaves = leaves;
  }

  /**
   * The source.
   *
   * @param declarations of the structs, as {@link Declarations} has them
   * @param replace whether the livepatch takes the place of all that are loaded
   * @param leaves what the livepatch has to undo, for the kernel does not
   */
  static String of(
      String declarations,
      List<Patched> objects,
      List<State> states,
      boolean replace,
      Leaves leaves)
      throws IOException {
    PatchSource source = new PatchSource(leaves);
    source.out.append(declarations).append("extern struct module __this_module;\n\n");
    if (objects.stream().anyMatch(o -> undoesWhenRefused(o) || source.undoesWhenUnloaded(o))) {
      source.out.append(resource("clear-relocations.c"));
    }
    objects.forEach(source::object);
    source.out.append("static struct klp_object objects[] = {\n");
    source.objects.forEach(source.out::append);
    source.out.append("\t{},\n};\n\n");
    source.states(states);
    source.patch(!states.isEmpty(), replace);
    return source.out.toString();
  }

  private void object(Patched object) {
    String suffix = String.valueOf(objects.size());
    functions("funcs_" + suffix, object.functions);
    String name = object.isModule() ? ".name = \"%s\", ".formatted(object.name) : "";
    StringBuilder callbacks = new StringBuilder();
    callbacks(object, suffix)
        .forEach(
            (kind, function) -> callbacks.append(".%s = %s, ".formatted(kind.member(), function)));
    objects.add("\t{%s.funcs = funcs_%s, %s},\n".formatted(name, suffix, callbacks));
  }

  /** The kernel wants an array even where nothing is replaced and only callbacks are called. */
  private void functions(String array, List<Replaced> functions) {
    for (Replaced f : functions) {
      out.append("extern char ").append(f.replacement).append("[];\n");
    }
    out.append("static struct klp_func ").append(array).append("[] = {\n");
    for (Replaced f : functions) {
      out.append(
          "\t{.old_name = \"%s\", .new_func = %s, .old_sympos = %d},\n"
              .formatted(f.name, f.replacement, f.sympos));
    }
    out.append("\t{},\n};\n\n");
  }

  private Map<CallbackKind, String> callbacks(Patched object, String suffix) {
    Map<CallbackKind, String> called = new EnumMap<>(CallbackKind.class);
    called.putAll(object.callbacks);
    called.forEach((kind, name) ->
        out.append(
            "extern %s %s(struct klp_object *object);\n"
                .formatted(kind == CallbackKind.PRE_PATCH ? "int" : "void", name)));
    if (undoesWhenRefused(object)) {
      undoWhenRefused(called, suffix);
    }
    if (undoesWhenUnloaded(object)) {
      undoWhenUnloaded(called, suffix);
    }
    return called;
  }

  private static boolean undoesWhenRefused(Patched object) {
    return object.isModule() && object.callbacks.containsKey(CallbackKind.PRE_PATCH);
  }

  private boolean undoesWhenUnloaded(Patched object) {
    return object.isModule() && leaves == Leaves.REFUSED_AND_UNLOADED;
  }

  /**
   * Where the author's first callback keeps a module from being patched, no other one is called,
   * and klp_module_coming (kernel/livepatch/core.c) cleans up after all livepatches but this one.
   */
  private void undoWhenRefused(Map<CallbackKind, String> called, String suffix) {
    out.append(
        """
        static int pre_patch_%1$s(struct klp_object *object)
        {
        	int error = %2$s(object);

        	if (error)
        		clear_relocations(object);
        	return error;
        }

        """
            .formatted(suffix, called.get(CallbackKind.PRE_PATCH)));
    called.put(CallbackKind.PRE_PATCH, "pre_patch_" + suffix);
  }

  /** Relocations are undone last, for the author's callback may need them. */
  private void undoWhenUnloaded(Map<CallbackKind, String> called, String suffix) {
    String after = called.get(CallbackKind.POST_UNPATCH);
    out.append(
        """
        static void post_unpatch_%s(struct klp_object *object)
        {
        %s	clear_relocations(object);
        }

        """
            .formatted(suffix, after == null ? "" : "\t" + after + "(object);\n"));
    called.put(CallbackKind.POST_UNPATCH, "post_unpatch_" + suffix);
  }

  private void states(List<State> states) {
    if (!states.isEmpty()) {
      out.append("static struct klp_state states[] = {\n");
      states.forEach(
          s -> out.append("\t{.id = %dUL, .version = %dU},\n".formatted(s.id(), s.version())));
      out.append("\t{},\n};\n\n");
    }
  }

  private void patch(boolean hasStates, boolean replace) {
    out.append(
        "struct klp_patch %s = {\n\t.mod = &__this_module,\n\t.objs = objects,\n".formatted(SELF));
    if (hasStates) {
      out.append("\t.states = states,\n");
    }
    out.append("\t.replace = ").append(replace ? 1 : 0).append(",\n};\n\n");
    out.append(
        """
        extern int klp_enable_patch(struct klp_patch *);

        __attribute__((section(".init.text"), cold)) int init_module(void)
        {
        	return klp_enable_patch(&%s);
        }

        __attribute__((section(".exit.text"), cold)) void cleanup_module(void)
        {
        }
        """
            .formatted(SELF));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PatchSource.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
