	.option norelax
	.text
	.globl _start
_start:
	.reloc	., R_RISCV_PLT32, near
	.word 0
	.reloc	., R_RISCV_CALL, near
	.word 0x00000097, 0x000080e7
	.globl near
near:
	nop
	.data
	.balign	16
	.globl	target
	.type	target, @object
target:
	.long	1, 2
	.reloc	., R_RISCV_SET_ULEB128, near
	.reloc	., R_RISCV_SUB_ULEB128, _start
	.byte 0x80, 0x80, 0
