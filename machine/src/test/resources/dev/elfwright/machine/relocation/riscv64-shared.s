	.option norelax
	.text
	auipc	a0, %got_pcrel_hi(target)
	auipc	a0, %tls_ie_pcrel_hi(other)
	auipc	a0, %tls_gd_pcrel_hi(local)
	.section .debug, "a"
	.dtprelword local
	.dtpreldword local
	.data
	.globl	target
target:
	.dword	1
	.section .tdata, "awT", @progbits
	.globl	local, other
	.type	other, @object
	.type	local, @object
	.dword	1
local:
	.dword	2
other:
	.dword	4
