package dev.elfwright.elf.constant;

/**
 * The registry of machine numbers: gABI, "ELF Header", e_machine; unofficial ones from binutils'
 * elf/common.h.
 */
final class MachineNames {
  static final String TEXT =
      """
      0 NONE
      1 M32
      2 SPARC
      3 386 I386
      4 68K M68K
      5 88K
      6 IAMCU 486
      7 860
      8 MIPS
      9 S370
      10 MIPS_RS3_LE
      15 PARISC
      17 VPP500 PPC_OLD VPP550
      18 SPARC32PLUS
      19 960
      20 PPC
      21 PPC64
      22 S390
      23 SPU
      36 V800
      37 FR20
      38 RH32
      39 RCE MCORE CSKY_OLD
      40 ARM
      41 OLD_ALPHA FAKE_ALPHA
      42 SH
      43 SPARCV9
      44 TRICORE
      45 ARC
      46 H8_300
      47 H8_300H
      48 H8S
      49 H8_500
      50 IA_64
      51 MIPS_X
      52 COLDFIRE
      53 68HC12
      54 MMA
      55 PCP
      56 NCPU
      57 NDR1
      58 STARCORE
      59 ME16
      60 ST100
      61 TINYJ
      62 X86_64
      63 PDSP
      64 PDP10
      65 PDP11
      66 FX66
      67 ST9PLUS
      68 ST7
      69 68HC16
      70 68HC11
      71 68HC08
      72 68HC05
      73 SVX
      74 ST19
      75 VAX
      76 CRIS
      77 JAVELIN
      78 FIREPATH
      79 ZSP
      80 MMIX
      81 HUANY
      82 PRISM
      83 AVR
      84 FR30
      85 D10V
      86 D30V
      87 V850
      88 M32R
      89 MN10300
      90 MN10200
      91 PJ
      92 OPENRISC OR1K
      93 ARC_COMPACT ARC_A5
      94 XTENSA
      95 VIDEOCORE SCORE_OLD
      96 TMM_GPP
      97 NS32K
      98 TPC
      99 SNP1K PJ_OLD
      100 ST200
      101 IP2K
      102 MAX
      103 CR
      104 F2MC16
      105 MSP430
      106 BLACKFIN
      107 SE_C33
      108 SEP
      109 ARCA
      110 UNICORE
      111 EXCESS
      112 DXP
      113 ALTERA_NIOS2 NIOS2
      114 CRX
      115 XGATE CR16_OLD
      116 C166
      117 M16C
      118 DSPIC30F
      119 CE
      120 M32C
      131 TSK3000
      132 RS08
      133 SHARC
      134 ECOG2
      135 SCORE7 SCORE
      136 DSP24
      137 VIDEOCORE3
      138 LATTICEMICO32
      139 SE_C17
      140 TI_C6000
      141 TI_C2000
      142 TI_C5500
      143 TI_ARP32
      144 TI_PRU
      160 MMDSP_PLUS
      161 CYPRESS_M8C
      162 R32C
      163 TRIMEDIA
      164 HEXAGON QDSP6
      165 8051
      166 STXP7X
      167 NDS32
      168 ECOG1X ECOG1
      169 MAXQ30
      170 XIMO16
      171 MANIK
      172 CRAYNV2
      173 RX
      174 METAG
      175 MCST_ELBRUS
      176 ECOG16
      177 CR16
      178 ETPU
      179 SLE9X
      180 L10M L1OM
      181 K10M K1OM
      182 INTEL182
      183 AARCH64
      184 ARM184
      185 AVR32
      186 STM8
      187 TILE64
      188 TILEPRO
      189 MICROBLAZE
      190 CUDA
      191 TILEGX
      192 CLOUDSHIELD
      193 COREA_1ST
      194 COREA_2ND
      195 ARC_COMPACT2 ARCV2
      196 OPEN8
      197 RL78
      198 VIDEOCORE5
      199 78KOR 78K0R
      200 56800EX
      201 BA1
      202 BA2
      203 XCORE
      204 MCHP_PIC
      205 INTELGT INTEL205
      206 INTEL206
      207 INTEL207
      208 INTEL208
      209 INTEL209
      210 KM32
      211 KMX32
      212 EMX16 KMX16
      213 EMX8 KMX8
      214 KVARC
      215 CDP
      216 COGE
      217 COOL
      218 NORC
      219 CSR_KALIMBA
      220 Z80
      221 VISIUM
      222 FT32
      223 MOXIE
      224 AMDGPU
      243 RISCV
      244 LANAI
      245 CEVA
      246 CEVA_X2
      247 BPF
      248 GRAPHCORE_IPU
      249 IMG1
      250 NFP
      251 VE
      252 CSKY
      253 ARC_COMPACT3_64
      254 MCS6502
      255 ARC_COMPACT3
      256 KVX
      257 65816
      258 LOONGARCH
      259 KF32
      260 U16_U8CORE
      261 TACHYUM
      262 56800EF
      263 SBF
      264 AIENGINE
      265 SIMA_MLA
      266 BANG
      267 LOONGGPU
      268 SW64
      269 AIECTRLCODE
      0x1057 AVR_OLD
      0x1059 MSP430_OLD
      0x1223 ADAPTEVA_EPIPHANY
      0x2530 MT
      0x3330 CYGNUS_FR30
      0x4157 WEBASSEMBLY
      0x4688 XC16X
      0x4def S12Z
      0x5441 CYGNUS_FRV
      0x5aa5 DLX
      0x7650 CYGNUS_D10V
      0x7676 CYGNUS_D30V
      0x8217 IP2K_OLD
      0x9025 CYGNUS_POWERPC
      0x9026 ALPHA
      0x9041 CYGNUS_M32R
      0x9080 CYGNUS_V850
      0xa390 S390_OLD
      0xabc7 XTENSA_OLD
      0xad45 XSTORMY16
      0xbaab MICROBLAZE_OLD
      0xbeef CYGNUS_MN10300
      0xdead CYGNUS_MN10200
      0xf00d CYGNUS_MEP
      0xfeb0 M32C_OLD
      0xfeba IQ2000
      0xfebb NIOS32
      0xfeed MOXIE_OLD
      """;

  private MachineNames() {}
}
