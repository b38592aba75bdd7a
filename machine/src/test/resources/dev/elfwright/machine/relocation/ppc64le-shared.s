	.abiversion 2
	.text
	.reloc	., R_PPC64_GOT16, target
	.short 0
	.reloc	., R_PPC64_GOT16_LO, target
	.short 0
	.reloc	., R_PPC64_GOT16_HI, target
	.short 0
	.reloc	., R_PPC64_GOT16_HA, target
	.short 0
	.reloc	., R_PPC64_GOT16_DS, target
	.short 0
	.reloc	., R_PPC64_GOT16_LO_DS, target
	.short 0
	.reloc	., R_PPC64_GOT_TLSGD16, local
	.short 0
	.reloc	., R_PPC64_GOT_TLSLD16, third
	.short 0
	.reloc	., R_PPC64_GOT_TLSGD16_LO, local
	.short 0
	.reloc	., R_PPC64_GOT_TLSLD16_LO, third
	.short 0
	.reloc	., R_PPC64_GOT_TLSGD16_HI, local
	.short 0
	.reloc	., R_PPC64_GOT_TLSLD16_HI, third
	.short 0
	.reloc	., R_PPC64_GOT_TLSGD16_HA, local
	.short 0
	.reloc	., R_PPC64_GOT_TLSLD16_HA, third
	.short 0
	.reloc	., R_PPC64_GOT_TPREL16_DS, other
	.short 0
	.reloc	., R_PPC64_GOT_DTPREL16_DS, local
	.short 0
	.reloc	., R_PPC64_GOT_TPREL16_LO_DS, other
	.short 0
	.reloc	., R_PPC64_GOT_DTPREL16_LO_DS, local
	.short 0
	.reloc	., R_PPC64_GOT_TPREL16_HI, other
	.short 0
	.reloc	., R_PPC64_GOT_DTPREL16_HI, local
	.short 0
	.reloc	., R_PPC64_GOT_TPREL16_HA, other
	.short 0
	.reloc	., R_PPC64_GOT_DTPREL16_HA, local
	.short 0
	.reloc	., R_PPC64_DTPREL16, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_LO, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HI, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HA, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGH, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGHA, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGHER, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGHERA, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGHEST, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_HIGHESTA, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_DS, local
	.short 0
	.reloc	., R_PPC64_DTPREL16_LO_DS, local
	.short 0
	.balign 64
	.reloc	., R_PPC64_GOT_PCREL34, target
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_GOT_TLSGD_PCREL34, local
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_GOT_TLSLD_PCREL34, third
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_GOT_TPREL_PCREL34, other
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_GOT_DTPREL_PCREL34, local
	.long 0x06000000, 0x38600000
	.reloc	., R_PPC64_DTPREL34, local
	.long 0x06000000, 0x38600000
	.data
	.balign	16
	.globl	target
	.type	target, @object
target:
	.long	1, 2
	.section .tdata, "awT", @progbits
	.globl	local, described, other, third
	.type	local, @object
	.type	described, @object
	.type	other, @object
	.type	third, @object
	.long	1, 1
local:
	.long	2, 2
described:
	.long	3, 3
other:
	.long	4, 4
third:
	.long	5, 5
