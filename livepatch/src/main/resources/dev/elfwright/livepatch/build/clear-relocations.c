/*
 * Before Linux 6.3 a kernel for x86 does not undo the relocations of a livepatch when a module that it
 * patches is unloaded, and refuses to write them again when the module comes back: each field has to be
 * zero. So they are made zero here, after the module's functions are back to what they were. No kernel
 * undoes them where the livepatch's own callback refuses the module.
 */
enum { RELATIVE_32 = 2, RELATIVE_PLT = 4, ABSOLUTE_64 = 1, ABSOLUTE_32 = 10, ABSOLUTE_32S = 11, RELATIVE_64 = 24 };
enum { OF_LIVEPATCH = 0x00100000 };

struct elf64_shdr {
	unsigned int sh_name, sh_type;
	unsigned long sh_flags, sh_addr, sh_offset, sh_size;
	unsigned int sh_link, sh_info;
	unsigned long sh_addralign, sh_entsize;
};

struct elf64_rela {
	unsigned long r_offset, r_info;
	long r_addend;
};

extern void *write_text(void *place, const void *bytes, unsigned long count)
	asm("\".klp.sym.rela.vmlinux.vmlinux.text_poke,0\"");
extern struct mutex writing_text asm("\".klp.sym.rela.vmlinux.vmlinux.text_mutex,0\"");
extern void mutex_lock(struct mutex *mutex);
extern void mutex_unlock(struct mutex *mutex);
extern unsigned long strlen(const char *text);
extern int strncmp(const char *a, const char *b, unsigned long count);

static int waits_for(const char *section, const char *object)
{
	static const char prefix[] = ".klp.rela.";
	unsigned long length = strlen(object);

	if (strncmp(section, prefix, sizeof(prefix) - 1))
		return 0;
	section += sizeof(prefix) - 1;
	return !strncmp(section, object, length) && section[length] == '.';
}

static unsigned long size_of_field(const struct elf64_rela *rela)
{
	switch ((unsigned int)rela->r_info) {
	case ABSOLUTE_64:
	case RELATIVE_64:
		return 8;
	case RELATIVE_32:
	case RELATIVE_PLT:
	case ABSOLUTE_32:
	case ABSOLUTE_32S:
		return 4;
	}
	return 0;
}

static void clear_relocations(struct klp_object *object)
{
	static const char zeros[8];
	const struct klp_modinfo *info = __this_module.klp_info;
	int i;

	mutex_lock(&writing_text);
	for (i = 1; i < info->e_shnum; i++) {
		const struct elf64_shdr *table = &info->sechdrs[i];
		const struct elf64_rela *rela = (void *)table->sh_addr;
		const struct elf64_rela *end = (void *)(table->sh_addr + table->sh_size);

		if (!(table->sh_flags & OF_LIVEPATCH) ||
		    !waits_for(info->secstrings + table->sh_name, object->name))
			continue;
		for (; rela < end; rela++)
			write_text((void *)(info->sechdrs[table->sh_info].sh_addr + rela->r_offset),
				   zeros, size_of_field(rela));
	}
	mutex_unlock(&writing_text);
}
