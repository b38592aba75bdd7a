package dev.elfwright.machine.relocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.RelocationNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RelocationKindsTest {
  private static RelocationKind kind(int machine, String name) {
    return RelocationKinds.of(machine).orElseThrow().find(name).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aTypeHasItsNameAndItsNumber(Toolchain tools) {
    RelocationNames names = RelocationNames.of(tools.machine());
    for (RelocationKind kind : tools.kinds().all()) {
      assertThat(names.name(kind.number())).isEqualTo(kind.name());
      assertThat(Formula.parse(kind.formula().text())).isEqualTo(kind.formula());
      assertThat(Overflow.parse(kind.overflow().text()).text()).isEqualTo(kind.overflow().text());
    }
  }

  @Test
  void theAddendInAFieldIsReadBack() {
    ByteBuffer target = ByteBuffer.wrap(new byte[8]).order(ByteOrder.LITTLE_ENDIAN);
    for (String name : new String[] {"R_ARM_CALL", "R_ARM_THM_CALL", "R_ARM_ABS12"}) {
      RelocationKind kind = kind(Machine.ARM, name);
      for (long value : new long[] {4, -4, 0x7fc, -0x800}) {
        Values values = Values.of(value, 0, 0).with(Term.L, value).with(Term.T, 0);
        assertThat(kind.apply(target, 0, values)).isEqualTo(new Outcome.Applied(value));
        assertThat(kind.addend(target, 0)).isEqualTo(value);
      }
    }
  }

  @Test
  void whatDoesNotFitIsSaidAndNotWritten() {
    ByteBuffer target = ByteBuffer.wrap(new byte[4]).order(ByteOrder.LITTLE_ENDIAN);
    RelocationKind pc32 = kind(Machine.X86_64, "R_X86_64_PC32");
    Outcome outcome = pc32.apply(target, 0, Values.of(0x1_0000_0000L, 0, 0));
    assertThat(outcome).isEqualTo(new Outcome.OutOfRange(pc32, 0x1_0000_0000L));
    assertThat(((Outcome.OutOfRange) outcome).message())
        .isEqualTo("R_X86_64_PC32: 0x100000000 does not fit signed32");
    assertThat(target.getInt(0)).isZero();
    RelocationKind branch = kind(Machine.AARCH64, "R_AARCH64_CALL26");
    assertThat(branch.apply(target, 0, Values.of(2, 0, 0)))
        .isEqualTo(new Outcome.Misaligned(branch, 2));
  }

  @Test
  void aPlaceOutsideIsRefused() {
    ByteBuffer target = ByteBuffer.wrap(new byte[4]).order(ByteOrder.LITTLE_ENDIAN);
    RelocationKind abs64 = kind(Machine.X86_64, "R_X86_64_64");
    assertThatThrownBy(() -> abs64.apply(target, 0, Values.of(1, 0, 0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> abs64.apply(target, -1, Values.of(1, 0, 0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theFormulaIsExplainedWithItsNumbers() {
    assertThat(kind(Machine.X86_64, "R_X86_64_PC32").explain(Values.of(0x1000, -4, 0x2000)))
        .isEqualTo("R_X86_64_PC32: S + A - P = 0x1000 + -4 - 0x2000 = -0x1004");
  }

  @Test
  void everyMachineHasItsRolesForTheLoader() {
    for (Toolchain tools : Toolchain.values()) {
      assertThat(tools.kinds().all().stream().map(RelocationKind::role))
          .contains(Role.ABSOLUTE, Role.RELATIVE, Role.JUMP_SLOT, Role.COPY, Role.IRELATIVE)
          .contains(Role.DTPMOD, Role.DTPOFF, Role.TPOFF);
    }
  }
}
