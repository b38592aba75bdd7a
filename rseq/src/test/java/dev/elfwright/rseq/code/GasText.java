package dev.elfwright.rseq.code;

/** The routines as text for GNU as: who writes bytes and who writes this share no table. */
abstract class GasText implements Assembler {
  final StringBuilder text = new StringBuilder();
  long offset;
  private int labels;

  static GasText of(Machine machine) {
    return switch (machine) {
      case X86_64 -> new X86GasText();
      case AARCH64 -> new Aarch64GasText();
      case RISCV64 -> new RiscvGasText();
    };
  }

  final void line(String format, Object... arguments) {
    text.append(format.formatted(arguments)).append('\n');
  }

  static String name(Label label) {
    return ".L" + label.number();
  }

  @Override
  public final Label label() {
    return new Label(labels++);
  }

  @Override
  public final void bind(Label label) {
    line("%s:", name(label));
  }

  @Override
  public void enter(ThreadArea area, int none) {
    offset = ((ThreadArea.AtThreadPointer) area).offset();
  }
}
