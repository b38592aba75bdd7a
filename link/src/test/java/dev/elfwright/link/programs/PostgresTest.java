package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server of many processes that loads plugins: pgcrypto, which needs a fused libcrypto, and a
 * just-in-time compiler in C++.
 */
class PostgresTest {
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private static final String SCRIPT =
      """
      set -e
      exec 2>&1
      trap 'bin/pg_ctl -D data -m immediate -w stop >/dev/null 2>&1 || true' EXIT
      bin/initdb -D data -A trust -U admin --locale=C.UTF-8 -E UTF8 --no-sync >initdb.log
      bin/pg_ctl -D data -w -l server.log \\
        -o "-c listen_addresses= -c unix_socket_directories=$PWD -c fsync=off" start >/dev/null
      export PGHOST=$PWD PGUSER=admin PGDATABASE=postgres
      bin/pgbench -q -i -s 1 2>/dev/null
      bin/pgbench -n -c 2 -j 2 -t 100 | grep processed
      bin/psql -At <<'SQL'
      select count(*), sum(abalance) = (select sum(bbalance) from pgbench_branches)
        from pgbench_accounts;
      create extension pgcrypto;
      select encode(digest('fused', 'sha256'), 'hex'), length(gen_random_bytes(16));
      do $$ begin raise exception 'raised'; exception when others then raise notice 'caught'; end $$;
      select 1 / 0;
      set jit_above_cost = 0;
      set jit_inline_above_cost = 0;
      set jit_optimize_above_cost = 0;
      select pg_jit_available(), sum(aid * 2) from pgbench_accounts;
      select xmlelement(name fused), version();
      SQL
      bin/pg_ctl -D data -m fast -w stop >/dev/null
      grep -c 'database system is shut down' server.log
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void servesADatabase(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide postgres = SideBySide.of(PROGRAMS.resolve("postgres").toString(), mode, folder);
    String seen =
        postgres.behaveAlike(stage -> {
          // initdb and pg_ctl call the postgres that lies beside them.
          Path bin = Files.createDirectory(stage.folder().resolve("bin"));
          for (String name : new String[] {"initdb", "pg_ctl", "pgbench", "psql"}) {
            Files.copy(PROGRAMS.resolve(name), bin.resolve(name));
          }
          Files.copy(stage.file(), bin.resolve("postgres"));
          Files.createSymbolicLink(stage.folder().resolve("lib"), PROGRAMS.resolveSibling("lib"));
          return stage.asUser("postgres", "sh", "-c", SCRIPT).ofSuccess();
        });
    assertThat(seen)
        .contains("200/200")
        .contains("100000|t")
        .contains("caught")
        .contains("division by zero")
        .contains("t|10000100000")
        .contains("PostgreSQL 15");
  }
}
