/*
 * Before Linux 6.3 a kernel for x86 does not undo the relocations of a livepatch when a module that it
 * patches is unloaded, and refuses to write them again when the module comes back: each field has to be
 * zero. So they are made zero here, after the module's functions are back to what they were.
 */
#include <linux/elf.h>
#include <linux/mutex.h>
#include <linux/string.h>

extern void *write_text(void *place, const void *bytes, size_t count)
	asm("\".klp.sym.rela.vmlinux.vmlinux.text_poke,0\"");
extern struct mutex writing_text asm("\".klp.sym.rela.vmlinux.vmlinux.text_mutex,0\"");

static bool waits_for(const char *section, const char *object)
{
	static const char prefix[] = ".klp.rela.";
	size_t length = strlen(object);

	if (strncmp(section, prefix, sizeof(prefix) - 1))
		return false;
	section += sizeof(prefix) - 1;
	return !strncmp(section, object, length) && section[length] == '.';
}

static size_t size_of_field(const Elf64_Rela *rela)
{
	switch (ELF64_R_TYPE(rela->r_info)) {
	case R_X86_64_64:
	case R_X86_64_PC64:
		return 8;
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
	case R_X86_64_32:
	case R_X86_64_32S:
		return 4;
	}
	return 0;
}

static void clear_relocations(struct klp_object *object)
{
	static const char zeros[8];
	const struct klp_modinfo *info = THIS_MODULE->klp_info;
	int i;

	mutex_lock(&writing_text);
	for (i = 1; i < info->hdr.e_shnum; i++) {
		const Elf_Shdr *table = &info->sechdrs[i];
		const Elf64_Rela *rela = (void *)table->sh_addr;
		const Elf64_Rela *end = (void *)(table->sh_addr + table->sh_size);

		if (!(table->sh_flags & SHF_RELA_LIVEPATCH) ||
		    !waits_for(info->secstrings + table->sh_name, object->name))
			continue;
		for (; rela < end; rela++)
			write_text((void *)(info->sechdrs[table->sh_info].sh_addr + rela->r_offset),
				   zeros, size_of_field(rela));
	}
	mutex_unlock(&writing_text);
}

