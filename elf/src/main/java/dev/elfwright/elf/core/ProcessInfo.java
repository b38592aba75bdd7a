package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;

/**
 * NT_PRPSINFO, struct elf_prpsinfo.
 *
 * <table>
 * <caption>Layout; offsets for 64 bit, for 32 bit, and for 32 bit with 16-bit user IDs</caption>
 * <tr><td>1</td><td>1</td><td>1</td><td>pr_sname: the state as a letter</td></tr>
 * <tr><td>16</td><td>8</td><td>8</td><td>pr_uid</td></tr>
 * <tr><td>20</td><td>12</td><td>10</td><td>pr_gid</td></tr>
 * <tr><td>24</td><td>16</td><td>12</td><td>pr_pid, pr_ppid, pr_pgrp, pr_sid, 4 bytes each</td></tr>
 * <tr><td>40</td><td>32</td><td>28</td><td>pr_fname, 16 bytes</td></tr>
 * <tr><td>56</td><td>48</td><td>44</td><td>pr_psargs, 80 bytes</td></tr>
 * </table>
 *
 * @param id the process ID
 * @param parent the ID of the parent
 * @param user the real user ID
 * @param group the real group ID
 * @param name the file's name, at most 16 bytes of it
 * @param arguments the command line, at most 80 bytes of it
 */
public record ProcessInfo(
    int id, int parent, long user, long group, String name, String arguments) {
  private static final int NAME = 16;
  private static final int ARGUMENTS = 80;
  private static final int SIZE_64 = 136;
  private static final int SIZE_32 = 128;
  private static final int SIZE_SHORT_IDS = 124;

  static ProcessInfo read(ElfBytes in, long start, long size) {
    boolean shortIds = !in.is64() && size == SIZE_SHORT_IDS;
    int least = in.is64() ? SIZE_64 : shortIds ? SIZE_SHORT_IDS : SIZE_32;
    if (size < least) {
      throw in.malformed(start, "NT_PRPSINFO", "0x%x bytes, expected 0x%x".formatted(size, least));
    }
    long ids = start + (in.is64() ? 16 : 8);
    long process = ids + (shortIds ? 4 : 8);
    long name = process + 16;
    return new ProcessInfo(
        in.i32(process),
        in.i32(process + 4),
        shortIds ? in.u16(ids) : in.u32(ids),
        shortIds ? in.u16(ids + 2) : in.u32(ids + 4),
        text(in, name, NAME),
        text(in, name + NAME, ARGUMENTS));
  }

  /** Ended by NUL only when it is shorter than its field. */
  private static String text(ElfBytes in, long at, int room) {
    int n = 0;
    while (n < room && in.u8(at + n) != 0) {
      n++;
    }
    return in.text(at, n);
  }
}
