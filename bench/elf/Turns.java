import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;

/** Does the same work once for each line on standard input, as turns.py asks for it. */
final class Turns {
  private Turns() {}

  /** Prints the milliseconds of each turn and what the work gives. */
  static void take(Callable<String> work) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    while (in.readLine() != null) {
      long start = System.nanoTime();
      String result = work.call();
      System.out.printf("%.2f %s%n", (System.nanoTime() - start) / 1e6, result);
    }
  }
}
