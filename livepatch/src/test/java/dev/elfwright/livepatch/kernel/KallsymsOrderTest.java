package dev.elfwright.livepatch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The tables of Debian's kernel laid out as later kernels lay them out ({@code write_src} in {@code
 * scripts/kallsyms.c}): the symbols have to be the same.
 */
class KallsymsOrderTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  /** What is in the kernel, table by table. */
  private static final class Tables {
    final ElfModel elf;
    final byte[] image;
    final KernelSymbols symbols;
    final int start;
    final int end;
    final int base;
    final byte[] names;
    final byte[] markers;
    final byte[] tokens;
    final byte[] index;
    final int[] offsets;
    final long relativeBase;

    Tables() throws IOException {
      elf = KernelObject.open(DEBIAN.vmlinuz()).elf();
      image = elf.contents().toArray(ValueLayout.JAVA_BYTE);
      symbols = Kallsyms.read(elf);
      KallsymsTables.Found found =
          new KallsymsTables(elf.bytes()).find(0, elf.bytes().size()).orElseThrow();
      ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
      base = (int) found.names() - 16;
      start = base - (4 * found.count() + 7 & -8);
      end = (int) found.tokenIndex() + 512;
      relativeBase = in.getLong(base);
      offsets = new int[found.count()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = in.getInt(start + 4 * i);
      }
      int markersAt = (int) found.namesEnd() + 7 & -8;
      names = Arrays.copyOfRange(image, (int) found.names(), (int) found.namesEnd());
      markers = Arrays.copyOfRange(image, markersAt, (int) found.tokens());
      tokens = Arrays.copyOfRange(image, (int) found.tokens(), (int) found.tokenIndex());
      index = Arrays.copyOfRange(image, (int) found.tokenIndex(), end);
    }

    /** A number, names, markers, tokens, their index, offsets, the base, and the order of names. */
    KernelSymbols inTheOrderSince64(IntUnaryOperator offset, boolean withOrderOfNames) {
      byte[] changed = image.clone();
      Arrays.fill(changed, start, end, (byte) 0);
      ByteBuffer out = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).position(start);
      out.putInt(offsets.length);
      for (byte[] table : List.of(names, markers, tokens, index)) {
        align(out);
        out.put(table);
      }
      align(out);
      for (int i : offsets) {
        out.putInt(offset.applyAsInt(i));
      }
      align(out);
      out.putLong(relativeBase);
      if (withOrderOfNames) {
        for (int i = 0; i < offsets.length; i++) {
          out.put((byte) (i >> 16)).put((byte) (i >> 8)).put((byte) i);
        }
      }
      return Kallsyms.read(Elf.parse("later", MemorySegment.ofArray(changed)));
    }

    /** Tables at multiples of four, and offsets from the places that they stand at. */
    KernelSymbols inTheOrderOfLinux7() throws IOException {
      byte[] changed = image.clone();
      Arrays.fill(changed, start, end, (byte) 0);
      ByteBuffer out = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).position(start + 4);
      out.putInt(offsets.length);
      for (byte[] table : List.of(names, markers, tokens, index)) {
        out.position(out.position() + 3 & -4);
        out.put(table);
      }
      Segment loaded =
          elf.segments(SegmentType.LOAD)
              .filter(s -> start >= s.offset() && end <= s.offset() + s.fileSize())
              .findFirst()
              .orElseThrow();
      for (long address : addressesSince615()) {
        out.putInt((int) (address - loaded.address() - (out.position() - loaded.offset())));
      }
      for (int i = 0; i < offsets.length; i++) {
        out.put((byte) (i >> 16)).put((byte) (i >> 8)).put((byte) i);
      }
      return Kallsyms.read(Elf.parse("later", MemorySegment.ofArray(changed)));
    }

    /** A processor's own data have ordinary addresses, here the first of all. */
    List<Long> addressesSince615() {
      return symbols.all().stream().map(s -> s.address() < 0 ? s.address() : relativeBase).toList();
    }

    private static void align(ByteBuffer out) {
      out.position(out.position() + 7 & -8);
    }
  }

  @Test
  void symbolsAreTheSameInTheOrderOfLinux64() throws IOException {
    Tables tables = new Tables();

    assertThat(tables.symbols.all()).hasSizeGreaterThan(90_000);
    assertThat(tables.inTheOrderSince64(i -> i, false).all()).isEqualTo(tables.symbols.all());
    assertThat(tables.inTheOrderSince64(i -> i, true).all()).isEqualTo(tables.symbols.all());
  }

  /** Since Linux 6.15 a processor's own data have ordinary addresses, and no offset is negative. */
  @Test
  void offsetsAreCountedUpFromTheBaseSinceLinux615() throws IOException {
    Tables tables = new Tables();

    List<KernelSymbol> found = tables.inTheOrderSince64(i -> i < 0 ? -1 - i : 0, true).all();

    assertThat(found)
        .extracting(KernelSymbol::name)
        .isEqualTo(tables.symbols.all().stream().map(KernelSymbol::name).toList());
    assertThat(found.stream().map(KernelSymbol::address)).isEqualTo(tables.addressesSince615());
  }

  @Test
  void offsetsAreCountedFromTheirPlacesInLinux7() throws IOException {
    Tables tables = new Tables();

    List<KernelSymbol> found = tables.inTheOrderOfLinux7().all();

    assertThat(found)
        .extracting(KernelSymbol::name)
        .isEqualTo(tables.symbols.all().stream().map(KernelSymbol::name).toList());
    assertThat(found.stream().map(KernelSymbol::address)).isEqualTo(tables.addressesSince615());
  }
}
