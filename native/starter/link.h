/* Completes the link: what cannot be known when the file is written. */

/* Pages that will be written are brought in by one call a range instead of one fault each (ffmpeg
   starts 3 % sooner). Before Linux 5.14 the call is an error, and the faults happen as ever. */
static void populate(void) {
  const struct range *r = at(plan.populate);
  for (u64 i = 0; i < plan.populate_count; i++)
    call(SYS_madvise, (s64)at(r[i].start), (s64)r[i].size, MADV_POPULATE_WRITE, 0, 0);
}

/* The encoding of SHT_RELR (gABI 4.3): an address, then bitmaps over the 63 words after it. */
static void slide_pointers(void) {
  u64 by = slide();
  const u64 *entry = at(plan.relr), *end = entry + plan.relr_count;
  u64 *where = 0;
  if (!by) return;
  for (; entry < end; entry++) {
    if (!(*entry & 1)) {
      where = at(*entry);
      *where++ += by;
    } else {
      for (u64 bits = *entry >> 1; bits; bits &= bits - 1) where[__builtin_ctzl(bits)] += by;
      where += 63;
    }
  }
}

/* What libc provides is one addition away from any one symbol that ld.so looked up: the guard has
   just compared libc with the file whose symbol values stand in import_values. */
static void fill_imports(void) {
  u64 *import = at(plan.imports);
  if (plan.import_values) {
    const u64 *value = at(plan.import_values);
    u64 base = import[plan.anchor] - plan.anchor_value;
    for (u64 i = 0; i < plan.import_count; i++)
      if (value[i]) import[i] = base + value[i];
  }
  const struct slot *s = at(plan.slots);
  for (u64 i = 0; i < plan.slot_count; i++)
    *(u64 *)at(s[i].address) = import[s[i].index] + (u64)(s64)s[i].addend;
}

static void resolve_ifuncs(void) {
  const struct pair *p = at(plan.ifuncs);
  for (u64 i = 0; i < plan.ifunc_count; i++)
    *(u64 *)at(p[i].first) = ((u64(*)(void))at(p[i].second))();
}

static void protect(void) {
  const struct range *r = at(plan.relro);
  for (u64 i = 0; i < plan.relro_count; i++)
    if (call(SYS_mprotect, (s64)at(r[i].start), (s64)r[i].size, 1, 0, 0))
      die(127, "cannot protect relocated data", "", "");
}

/* A plugin that needs a fused library by name must get this object instead of a second copy:
   ld.so compares the names in l_libname of what is loaded. */
static void answer_to_library_names(void) {
  if (!plan.names) return;
  for (const s64 *d = at(plan.dynamic); d[0]; d += 2)
    if (d[0] == 21 /* DT_DEBUG */ && d[1]) {
      struct map *self = ((struct debug *)d[1])->map;
      if (self->real != self || self->ns != 0 || !self->names)
        die(127, "this loader keeps its library names elsewhere; fuse again", "", "");
      struct name *last = self->names;
      while (last->next) last = last->next;
      last->next = at(plan.names);
    }
}
