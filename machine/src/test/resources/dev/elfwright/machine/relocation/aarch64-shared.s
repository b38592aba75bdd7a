	.text
	ldr	x0, :got:target
	adrp	x0, :got:target
	ldr	x0, [x0, #:got_lo12:target]
	ldr	x0, [x0, #:gotpage_lo15:target]
	movk	x0, #:gotoff_g0_nc:target
	movz	x0, #:gotoff_g1:target
	ldr	x0, [x0, #:gotoff_lo15:target]
	adr	x0, :tlsgd:local
	adrp	x0, :tlsgd:local
	add	x0, x0, #:tlsgd_lo12:local
	movz	x0, #:tlsgd_g1:local
	movk	x0, #:tlsgd_g0_nc:local
	adr	x0, :tlsldm:local
	adrp	x0, :tlsldm:local
	add	x0, x0, #:tlsldm_lo12_nc:local
	movz	x0, #:dtprel_g2:local
	movz	x0, #:dtprel_g1:local
	movk	x0, #:dtprel_g1_nc:local
	movz	x0, #:dtprel_g0:local
	movk	x0, #:dtprel_g0_nc:local
	add	x0, x0, #:dtprel_hi12:local
	add	x0, x0, #:dtprel_lo12:local
	add	x0, x0, #:dtprel_lo12_nc:local
	ldrb	w0, [x0, #:dtprel_lo12:local]
	ldrb	w0, [x0, #:dtprel_lo12_nc:local]
	ldrh	w0, [x0, #:dtprel_lo12:local]
	ldrh	w0, [x0, #:dtprel_lo12_nc:local]
	ldr	w0, [x0, #:dtprel_lo12:local]
	ldr	w0, [x0, #:dtprel_lo12_nc:local]
	ldr	x0, [x0, #:dtprel_lo12:local]
	ldr	x0, [x0, #:dtprel_lo12_nc:local]
	movz	x0, #:gottprel_g1:other
	movk	x0, #:gottprel_g0_nc:other
	adrp	x0, :gottprel:other
	ldr	x0, [x0, #:gottprel_lo12:other]
	ldr	x0, :gottprel:other
	ldr	x0, :tlsdesc:described
	adr	x0, :tlsdesc:described
	adrp	x0, :tlsdesc:described
	ldr	x1, [x0, #:tlsdesc_lo12:described]
	add	x0, x0, #:tlsdesc_lo12:described
	movz	x0, #:tlsdesc_off_g1:described
	movk	x0, #:tlsdesc_off_g0_nc:described
	.tlsdesccall described
	blr	x1
	.data
	.globl	target
target:
	.xword	1
	.section .tdata, "awT", @progbits
	.globl	local, described, other
	.type	other, %object
	.type	local, %object
	.type	described, %object
	.xword	1
local:
	.xword	2
described:
	.xword	3
other:
	.xword	4
