package dev.elfwright.livepatch.kernel;

/**
 * A symbol as the kernel's livepatch code sees it.
 *
 * @param name the name
 * @param type the letter that nm and {@code /proc/kallsyms} print: {@code t} or {@code T} for code,
 *     a small one when it is local
 * @param section the index of its section in a module; 0 in vmlinux, where addresses say all
 * @param address the address in vmlinux, as linked; the offset in the section of a module
 * @param position its place among the symbols of this name in the same object, from 1 on, in the
 *     order in which the kernel goes through them
 * @param namesakes how many symbols of this name the object has, this one included
 */
public record KernelSymbol(
    String name, char type, int section, long address, int position, int namesakes) {

  /** Whether it stands for code. */
  public boolean isCode() {
    return type == 't' || type == 'T' || type == 'w' || type == 'W';
  }

  /** Whether no other object can refer to it by name. */
  public boolean isLocal() {
    return Character.isLowerCase(type) && type != 'w' && type != 'v';
  }

  /**
   * What {@code klp_func.old_sympos} and the end of a {@code .klp.sym.} name say: 0 for a name that
   * the object has once, so that the kernel refuses should there be a second one; else the
   * position.
   */
  public int sympos() {
    return namesakes == 1 ? 0 : position;
  }
}
