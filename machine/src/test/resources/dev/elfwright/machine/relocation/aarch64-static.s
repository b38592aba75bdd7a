	.text
	.globl	_start
_start:
	.xword	target + 8, target - .
	.word	target + 8, target - ., absolute
	.hword	absolute
	.reloc	., R_AARCH64_PREL16, _start
	.hword	2
	movz	x0, #:abs_g0:absolute
	movz	x0, #:abs_g1:target
	movk	x0, #:abs_g0_nc:target
	movk	x0, #:abs_g1_nc:target
	movk	x0, #:abs_g2_nc:target
	movz	x0, #:abs_g2:target
	movz	x0, #:abs_g3:target
	movz	x0, #:abs_g0_s:absolute
	movz	x0, #:abs_g0_s:absolute - 0x100
	movz	x0, #:abs_g1_s:target
	movz	x0, #:abs_g1_s:absolute - 0x12345
	movz	x0, #:abs_g2_s:target
	movz	x0, #:prel_g0:_start
	movk	x0, #:prel_g0_nc:target
	movz	x0, #:prel_g1:target
	movk	x0, #:prel_g1_nc:target
	movz	x0, #:prel_g2:target
	movk	x0, #:prel_g2_nc:target
	movz	x0, #:prel_g3:target
	ldr	x0, target
	adr	x0, target + 5
	adrp	x0, target
	adrp	x0, :pg_hi21_nc:target
	add	x0, x0, #:lo12:target + 3
	ldrb	w0, [x0, #:lo12:target + 3]
	ldrh	w0, [x0, #:lo12:target + 2]
	ldr	w0, [x0, #:lo12:target + 4]
	ldr	x0, [x0, #:lo12:target]
	ldr	q0, [x0, #:lo12:target]
	tbz	x0, #3, near
	b.eq	target
	b	target
	bl	target
	movz	x0, #:tprel_g2:local
	movz	x0, #:tprel_g1:local
	movk	x0, #:tprel_g1_nc:local
	movz	x0, #:tprel_g0:local
	movk	x0, #:tprel_g0_nc:local
	add	x0, x0, #:tprel_hi12:local
	add	x0, x0, #:tprel_lo12:local
	add	x0, x0, #:tprel_lo12_nc:local
	ldrb	w0, [x0, #:tprel_lo12:local]
	ldrb	w0, [x0, #:tprel_lo12_nc:local]
	ldrh	w0, [x0, #:tprel_lo12:local]
	ldrh	w0, [x0, #:tprel_lo12_nc:local]
	ldr	w0, [x0, #:tprel_lo12:local]
	ldr	w0, [x0, #:tprel_lo12_nc:local]
	ldr	x0, [x0, #:tprel_lo12:local]
	ldr	x0, [x0, #:tprel_lo12_nc:local]
	.globl	near
near:
	nop
	.data
	.balign	16
	.globl	target
target:
	.xword	1, 2
	.section .tdata, "awT", @progbits
	.globl	local
	.type	local, %object
	.xword	1
local:
	.xword	2
