	.syntax unified
	.text
	.arm
	.globl _start
	.type _start, %function
_start:
	.long	target + 8, target - ., thumb
	.short	absolute
	.byte	absolute, 0
	bl	near
	b	near
	bl	near(PLT)
	.reloc	., R_ARM_PLT32, near
	.long	0xebfffffe
	movw	r0, #:lower16:target + 4
	movt	r0, #:upper16:target + 4
	movw	r0, #:lower16:(target - .)
	movt	r0, #:upper16:(target - .)
	.reloc	., R_ARM_PREL31, near
	.long 0x80000000
	.reloc	., R_ARM_TARGET1, target
	.long 4
	.reloc	., R_ARM_ABS12, absolute
	.long 0xe5900000
	.reloc	., R_ARM_PC24, near
	.long 0xeafffffe
	.long	local(TPOFF)
	.globl near
	.type near, %function
near:
	nop
	.thumb
	.globl thumb
	.type thumb, %function
thumb:
	bl	thumb2
	b.w	thumb2
	beq.w	thumb2
	movw	r0, #:lower16:target
	movt	r0, #:upper16:target
	movw	r0, #:lower16:(target - .)
	movt	r0, #:upper16:(target - .)
	.reloc	., R_ARM_THM_JUMP11, thumb2
	.short	0xe7fe
	.reloc	., R_ARM_THM_JUMP8, thumb2
	.short	0xd0fe
	.reloc	., R_ARM_THM_JUMP6, thumb2
	.short 0xb100
	nop
	.globl thumb2
	.type thumb2, %function
thumb2:
	nop
	nop
	.data
	.balign	16
	.globl	target
	.type	target, %object
target:
	.long	1, 2
	.section .tdata, "awT", %progbits
	.globl	local, described, other, third
	.type	local, %object
	.type	described, %object
	.type	other, %object
	.type	third, %object
	.long	1, 1
local:
	.long	2, 2
described:
	.long	3, 3
other:
	.long	4, 4
third:
	.long	5, 5
