# Read by make before the kernel's Makefile: try-run of scripts/Makefile.compiler, which asks the compiler whether it
# knows an option, asks once and notes the answer in ELFWRIGHT_ANSWERS. An answer is of the files of the compiler, the
# assembler and the linker; where the build happens (ELFWRIGHT_WORK) makes no difference to it. Only that it does is
# noted: that it does not may be for a full disk. Names of variables may not have white space, "=", ":" and "#".
elfwright-identity = $(eval elfwright-identity := $$(shell for tool in $$(lastword $$(CC)) as $$(lastword $$(LD)); do \
	stat -Lc %s.%Y "$$$$(command -v $$$$tool)"; done 2>/dev/null))$(elfwright-identity)
elfwright-name = answer/$(subst $$,@d,$(subst \#,@h,$(subst :,@c,$(subst =,@e,$(subst $() $(),^,$(subst \
	$(ELFWRIGHT_WORK),,$(elfwright-identity) $(1)))))))
elfwright-run = $(shell TMP=$(ELFWRIGHT_WORK)/answer.$$$$; trap "rm -f $$TMP" EXIT; \
	if ($(1)) >/dev/null 2>&1; then echo y; else echo n; fi)
elfwright-ask = $(eval $(1) := $(call elfwright-run,$(2)))$(if $(filter y,$($(1))),$(file \
	>>$(ELFWRIGHT_ANSWERS),$(1) := y))
elfwright-answer = $(if $($(1)),,$(call elfwright-ask,$(1),$(2)))$(if $(filter y,$($(1))),$(3),$(4))
override try-run = $(call elfwright-answer,$(call elfwright-name,$(1)),$(1),$(2),$(3))
-include $(ELFWRIGHT_ANSWERS)
