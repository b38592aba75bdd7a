	.option norelax
	.text
	.globl	_start
_start:
	.dword	target + 8
	.word	target + 8
	.half	0
	.word	target - .
	beq	a0, a1, near
	jal	near
	call	near
	call	near@plt
1:	auipc	a0, %pcrel_hi(target)
	addi	a0, a0, %pcrel_lo(1b)
	sd	a0, %pcrel_lo(1b)(a0)
	lui	a0, %hi(target)
	addi	a0, a0, %lo(target)
	sd	a0, %lo(target)(a0)
	lui	a0, %tprel_hi(local)
	add	a0, a0, tp, %tprel_add(local)
	addi	a0, a0, %tprel_lo(local)
	sd	a0, %tprel_lo(local)(a0)
	.option rvc
	c.beqz	a0, near
	c.j	near
	.globl	near
near:
	nop
	.reloc	., R_RISCV_32_PCREL, target
	.word	0
	.data
	.balign	16
	.globl	target
target:
	.byte	0x11
	.reloc	., R_RISCV_ADD8, near
	.reloc	., R_RISCV_SUB8, _start
	.byte	7
	.reloc	., R_RISCV_ADD16, near
	.reloc	., R_RISCV_SUB16, _start
	.half	7
	.reloc	., R_RISCV_ADD32, near
	.reloc	., R_RISCV_SUB32, _start
	.word	7
	.reloc	., R_RISCV_ADD64, near
	.reloc	., R_RISCV_SUB64, _start
	.dword	7
	.reloc	., R_RISCV_SET6, near
	.reloc	., R_RISCV_SUB6, _start
	.byte	0xc0
	.reloc	., R_RISCV_SET8, near
	.reloc	., R_RISCV_SUB8, _start
	.byte	0xc0
	.reloc	., R_RISCV_SET16, near
	.half	0
	.reloc	., R_RISCV_SET32, near
	.word	0
	.section .tdata, "awT", @progbits
	.globl	local
	.type	local, @object
	.dword	1
local:
	.dword	2
