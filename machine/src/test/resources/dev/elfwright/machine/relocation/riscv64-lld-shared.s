	.option norelax
	.text
	.reloc	., R_RISCV_GOT32_PCREL, target
	.word 0
1:	auipc	a0, %tlsdesc_hi(described)
	ld	a1, %tlsdesc_load_lo(1b)(a0)
	addi	a0, a0, %tlsdesc_add_lo(1b)
	jalr	t0, 0(a1), %tlsdesc_call(1b)
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
