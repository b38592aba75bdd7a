import dev.elfwright.census.Census;
import dev.elfwright.census.Tables;
import java.nio.file.Path;
import java.util.List;

/** Compares all tables of the first census with those of the others, row by row. */
class CensusEqual {
  public static void main(String[] folders) throws Exception {
    long different = 0;
    for (String other : List.of(folders).subList(1, folders.length)) {
      long rows = 0;
      try (Census both = Census.openPair(Path.of(folders[0]), Path.of(other))) {
        for (String table : Tables.all().keySet()) {
          long less = count(both, "FROM a.%1$s EXCEPT ALL FROM b.%1$s".formatted(table));
          long more = count(both, "FROM b.%1$s EXCEPT ALL FROM a.%1$s".formatted(table));
          rows += count(both, "FROM a." + table);
          different += less + more;
          if (less + more > 0) {
            System.out.printf("%s: %s lacks %d rows and has %d others%n", table, other, less, more);
          }
        }
      }
      System.out.printf("%s: %,d rows compared%n", other, rows);
    }
    System.exit(different == 0 ? 0 : 1);
  }

  private static long count(Census census, String rows) throws Exception {
    long[] found = new long[1];
    census.query(
        "SELECT count(*) FROM (" + rows + ")",
        new Census.RowVisitor() {
          @Override
          public void columns(List<String> names, List<String> types) {}

          @Override
          public void row(List<?> values) {
            found[0] = ((Number) values.getFirst()).longValue();
          }
        });
    return found[0];
  }
}
