package bench;

import dev.elfwright.rseq.code.CodeImage;
import dev.elfwright.rseq.code.Inside;
import dev.elfwright.rseq.code.Machine;
import dev.elfwright.rseq.code.Routine;
import dev.elfwright.rseq.code.ThreadArea;
import dev.elfwright.rseq.kernel.LibcRegistration;

/** Prints the library's routines as C, for {@code floor.c}: the same machine code without a JVM. */
public class Code {
  private static final long ADDRESS = 0x2000_0000;

  /** Prints to standard output. */
  public static void main(String[] args) {
    var area = new ThreadArea.AtThreadPointer(LibcRegistration.find().orElseThrow().offset());
    CodeImage image = Routine.assemble(Machine.X86_64, area, Inside.NOTHING, ADDRESS);
    System.out.printf("#define ADDRESS %#xUL%n", ADDRESS);
    image.entries().forEach((routine, at) -> System.out.printf("#define %s %#x%n", routine, at));
    System.out.println("static const unsigned char CODE[] = {");
    for (byte b : image.bytes()) {
      System.out.print((b & 0xff) + ",");
    }
    System.out.println("};");
  }
}
