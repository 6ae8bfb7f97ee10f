# Every command that a person types; `make help` lists them.
#
#   make DEVELOPER=1 …                 warnings are errors
#   make SANITIZE=address,undefined …  a build of its own under build-SANITIZE/

SHELL = /bin/bash
.SECONDEXPANSION:
.DEFAULT_GOAL = all
.SECONDARY:
.DELETE_ON_ERROR:

comma = ,
BUILD = build$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))
PREFIX ?= /usr/local
VERSION = 0.3.0

PACKAGES = libseccomp criterion libcyaml jansson expat libarchive libdw libelf libmd
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wundef \
	-Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference -Wconversion -Wno-sign-conversion \
	-Wno-missing-field-initializers \
	-Wlogical-op -Wduplicated-cond -Wduplicated-branches
HARDEN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-D_FORTIFY_SOURCE=3) \
	-fstack-protector-strong -fstack-clash-protection -fPIE
CC = gcc
CFLAGS ?= -O2 -g
# Expanded on first use: pkg-config may itself have to be installed first.
package_cflags = $(eval package_cflags := $$(shell pkg-config --cflags $(PACKAGES)))$(package_cflags)
package_libs = $(eval package_libs := $$(shell pkg-config --libs $(1)))$(package_libs)
ALL_CFLAGS = -std=gnu11 -fno-common -D_GNU_SOURCE -I. -DPROCTOR_VERSION='"$(VERSION)"' \
	-DPROCTOR_PREFIX='"$(PREFIX)"' $(if $(SANITIZE),-DPROCTOR_SANITIZE='"$(SANITIZE)"') $(WARNINGS) $(if $(DEVELOPER),-Werror) $(HARDEN) \
	$(package_cflags) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(if $(SANITIZE),-fsanitize=$(SANITIZE)) $(LDFLAGS)

# One folder, one part: HACKING.md has the arrows between them.
objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard $(addsuffix /*.c,$(1)))))
SANDBOX = $(filter-out %/main.o,$(call objects,sandbox))
BASE = $(call objects,harness/base)
CORE = $(call objects,harness/core)
SCENARIO = $(call objects,harness/scenario)
# What of the explorer its controller shares with the runtime.
SCHEDULE = $(patsubst %,$(BUILD)/obj/explorer/%.o,arena choice decision key schedule $(notdir $(basename $(wildcard explorer/strategy*.c))))
GRADER = $(call objects,harness/analyse harness/explore harness/report harness/steps harness/cmd) $(SCHEDULE)
UNIT = $(call objects,tests/unit)
# What of the scenario library can be tested without a scenario running.
SCENARIO_TESTED = $(addprefix $(BUILD)/obj/harness/scenario/,compare.o explored.o) $(WAITS)
# What explains a deadlock.
WAITS = $(filter %/scene.o $(BUILD)/obj/harness/scenario/waits%,$(SCENARIO))

# Fuzz targets, one file each, beside what they share.
FUZZ_SHARED = $(addprefix $(BUILD)/obj/tests/fuzz/,fuzz.o collected.o)
FUZZ_ALL = $(filter-out fuzz collected replay,$(notdir $(basename $(sort $(wildcard tests/fuzz/*.c)))))
TARGETS ?= $(FUZZ_ALL)
SECONDS ?= 600

LIBS_SANDBOX = -lseccomp -ldw -lelf
LIBS_SCENARIO = $(LIBS_SANDBOX) -lcriterion -ljansson -lmd -lm
LIBS_PROCTOR = $(LIBS_SANDBOX) -lcyaml -lyaml -ljansson -lexpat -larchive -lmd -lm

ASSIGNMENTS = $(notdir $(patsubst %/assignment.yaml,%,$(wildcard assignments/*/assignment.yaml)))
ORACLES = $(ASSIGNMENTS:%=$(BUILD)/oracle/%/.done)

.PHONY: all programs help deps demo test explorer odd check-layers check-headers lint analyze format bench \
	install uninstall clean check check-format unit stories validate attacks leaks \
	fuzz fuzz-replay fuzz-programs fuzz-minimize waits
all: programs $(ORACLES) ## build everything
programs: $(BUILD)/proctor $(BUILD)/box $(BUILD)/libproctor-scenario.a $(BUILD)/libmisuse.so \
	$(BUILD)/proctor-cc $(BUILD)/proctor-explore $(BUILD)/values-amd64-linux

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

deps: ## install the Debian packages that are missing
	@scripts/install-deps

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/box: $(BUILD)/obj/sandbox/main.o $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_SANDBOX)

$(BUILD)/proctor: $(BUILD)/obj/harness/main.o $(GRADER) $(CORE) $(BASE) $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_PROCTOR)

# What the scenarios of an assignment are linked with, here or elsewhere.
$(BUILD)/libproctor-scenario.a: $(SCENARIO) $(BUILD)/obj/harness/core/verdict.o $(BASE) $(SANDBOX)
	@rm -f $@
	ar rcs $@ $^

# What is loaded into a submission: its calls are those of <stdio.h>, not what a header makes of
# them, and a sanitizer would have to be in the program as well.
MISUSE_CFLAGS = -std=gnu11 -D_GNU_SOURCE -I. $(WARNINGS) $(if $(DEVELOPER),-Werror) -O2 -g -fPIC \
	-fvisibility=hidden -fno-builtin -U_FORTIFY_SOURCE -fexceptions
MISUSE = $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard misuse/*.c)))
$(MISUSE): $(BUILD)/obj/misuse/%.o: misuse/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(MISUSE_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libmisuse.so: $(MISUSE)
	$(CC) -shared -static-libgcc -Wl,-z,relro,-z,now,-z,defs -o $@ $^

# A tool of Valgrind's, linked with its core as Valgrind's own are: without libc, at an address
# where no program lies.
VALUES_CFLAGS = -std=gnu11 -I. -isystem $(shell pkg-config --variable=includedir valgrind) \
	-DVGA_amd64=1 -DVGO_linux=1 -DVGP_amd64_linux=1 -DVGPV_amd64_linux_vanilla=1 \
	$(filter-out -Wundef,$(WARNINGS)) $(if $(DEVELOPER),-Werror) -O2 -g -fno-pie -fno-builtin -fno-strict-aliasing \
	-fno-stack-protector -fcf-protection=none -U_FORTIFY_SOURCE
VALUES = $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard values/*.c)))
$(VALUES): $(BUILD)/obj/values/%.o: values/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(VALUES_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/values-amd64-linux: $(VALUES)
	$(CC) -static -no-pie -nodefaultlibs -nostartfiles -u _start -Wl,--build-id=none \
		-Wl,-Ttext-segment=0x58000000 -o $@ $^ $(shell pkg-config --variable=libdir valgrind | sed 's|.*|-L&/valgrind|') \
		-lcoregrind-amd64-linux -lvex-amd64-linux -lgcc-sup-amd64-linux -lgcc

# What runs a program under the explorer: under the names by which gcc looks for libtsan. It is
# used before main, in handlers and in place of libc's functions, so it takes nothing for granted.
EXPLORER_CFLAGS = -std=gnu11 -D_GNU_SOURCE -I. $(WARNINGS) $(if $(DEVELOPER),-Werror) -O2 -g -fPIC \
	-fvisibility=hidden -fno-builtin -fno-tree-loop-distribute-patterns -fno-stack-protector \
	-ftls-model=initial-exec -U_FORTIFY_SOURCE
EXPLORER = $(patsubst %.c,$(BUILD)/obj/runtime/%.o,$(sort $(wildcard explorer/*.c)))
$(EXPLORER): $(BUILD)/obj/runtime/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(EXPLORER_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/explorer/libtsan.so: $(EXPLORER)
	@mkdir -p $(@D)
	$(CC) -shared -Wl,-soname,libtsan.so -Wl,-z,relro,-z,now,-z,defs -o $@ $^

# gcc's own start files for it, which ours does without.
$(BUILD)/explorer/libtsan_preinit.o: $(BUILD)/explorer/libtsan.so
	$(CC) -x c -c -o $@ /dev/null
	cp $$($(CC) -print-file-name=libsanitizer.spec) $(@D)/

# The explorer's controller, which is put into a box.
BOXED = $(call objects,harness/boxed harness/explore) $(SCHEDULE)
$(BUILD)/proctor-explore: $(BOXED) $(BASE)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -ldw -lelf -ljansson -lmd -lm

$(BUILD)/proctor-cc: scripts/proctor-cc $(BUILD)/explorer/libtsan_preinit.o
	install -m 755 $< $@

# The judge of an assignment: its scenarios and its reference, built by
# proctor itself, as it does for an assignment outside the tree.
$(BUILD)/oracle/%/.done: $(BUILD)/proctor $(BUILD)/libproctor-scenario.a assignments/%/scenarios.c \
		assignments/%/assignment.yaml $$(wildcard reference/%/*)
	$(BUILD)/proctor oracle assignments/$* $(@D)
	@touch $@

### tests

# Everything needs its packages first: make test and make demo run on a fresh machine.
test: deps ## install what is missing, build, run every test
	@$(MAKE) --no-print-directory all $(BUILD)/unit $(BUILD)/leaks $(BUILD)/explain fuzz-programs
	@BUILD=$(BUILD) tests/run

$(BUILD)/unit: $(UNIT) $(GRADER) $(CORE) $(BASE) $(SCENARIO_TESTED) $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcriterion $(LIBS_PROCTOR)

unit: $(BUILD)/unit ## the unit tests alone
	@$(BUILD)/unit

stories: all ## the stories of whole commands alone
	@BUILD=$(BUILD) tests/stories/run

attacks: all ## what the box must survive: programs and submissions, in every isolation mode
	@BUILD=$(BUILD) tests/attacks/run
	@BUILD=$(BUILD) tests/attacks/submissions/run

explorer: all ## what the explorer finds, and what it leaves in peace
	@BUILD=$(BUILD) tests/explorer/run

odd: all ## correct programs of odd shape, under every tool: is one accused?
	@BUILD=$(BUILD) tests/odd/run

validate: all ## every assignment against its bugs and right answers
	@$(BUILD)/proctor validate --all

demo: deps ## install what is missing, build, grade a sample class
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) scripts/demo

$(BUILD)/bench: $(BUILD)/obj/tests/bench/bench.o $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_SANDBOX)

# mess.c is a program of its own, which tests/leaks/run compiles.
LEAKS = $(filter-out %/mess.o,$(call objects,tests/leaks))
$(BUILD)/leaks: $(LEAKS) $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_SANDBOX)

leaks: all $(BUILD)/leaks ## does anything stay behind of a box?
	@BUILD=$(BUILD) tests/leaks/run

# The scenario library without its runner.
$(BUILD)/explain: $(BUILD)/obj/tests/waits/explain.o $(WAITS) $(BASE) $(SANDBOX)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS_SANDBOX) -ljansson -lmd -lm

waits: all $(BUILD)/explain ## every way to block: for ever, and only for a while
	@BUILD=$(BUILD) tests/waits/run

bench: all $(BUILD)/bench ## cost of the box beside its peers, cost of a grade
	@BUILD=$(BUILD) scripts/bench

### fuzzing: tests/fuzz/fuzz.h tells what a target is

# What a target tests is linked as objects, since registries are; the rest comes from the library.
FUZZ_MAIN = $(if $(FUZZ_LDFLAGS),,$(BUILD)/obj/tests/fuzz/replay.o)
FUZZ_LINK = $(FUZZ_SHARED) $(GRADER) $(CORE) $(BUILD)/libproctor-scenario.a
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(FUZZ_MAIN) $(FUZZ_LINK)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) $(FUZZ_LDFLAGS) -o $@ $^ -lcriterion $(LIBS_PROCTOR)

fuzz-programs: $(TARGETS:%=$(BUILD)/fuzz/%)

fuzz-replay: fuzz-programs ## the corpus of every fuzz target, without libFuzzer
	@BUILD=$(BUILD) tests/fuzz/run $(TARGETS)

# clang's libFuzzer, in a build of its own, with the sanitizers that find what does not crash.
FUZZ_BUILD = $(MAKE) --no-print-directory BUILD=build-fuzz CC=clang WARNINGS=-w CFLAGS='-O1 -g -fno-sanitize-recover=all' FUZZ_LDFLAGS=-fsanitize=fuzzer \
	SANITIZE=fuzzer-no-link,address,undefined,float-cast-overflow TARGETS="$(TARGETS)"
fuzz: ## fuzz each target: TARGETS="yaml …" SECONDS=600
	@$(FUZZ_BUILD) fuzz-programs
	@SECONDS_EACH=$(SECONDS) tests/fuzz/fuzz-all $(TARGETS)

fuzz-minimize: ## put what fuzzing found that adds coverage into the corpus of the tree
	@$(FUZZ_BUILD) fuzz-programs
	@tests/fuzz/minimize $(TARGETS)

### the house

check: check-layers check-headers check-format ## all checks of the sources
check-layers: ## do the includes follow the arrows of HACKING.md?
	@scripts/check-layers

# Each header must compile alone: it includes what it needs.
HEADERS = $(wildcard sandbox/*.h misuse/*.h values/record.h explorer/*.h harness/*/*.h)
check-headers: ## does each header compile alone?
	@for header in $(HEADERS); do \
		$(CC) $(ALL_CFLAGS) -Werror -Wno-pedantic -fsyntax-only -x c $$header || exit 1; \
	done; echo "$(words $(HEADERS)) headers compile alone"

SOURCES = $(wildcard sandbox/*.[ch] misuse/*.[ch] values/*.[ch] explorer/*.[ch] harness/*.c harness/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch] tests/leaks/*.[ch] tests/bench/*.c tests/waits/explain.c)
format: ## put the sources into shape
	clang-format -i $(SOURCES)
check-format: ## are they?
	@if command -v clang-format >/dev/null; then clang-format --dry-run -Werror $(SOURCES); \
	else echo "check-format: clang-format is not installed: skipped"; fi

# cppcheck knows no cleanup attributes: what they close looks like a leak to it.
lint: ## clang-tidy and cppcheck
	clang-tidy --quiet --warnings-as-errors='*' $(filter-out tests/% values/%,$(filter %.c,$(SOURCES))) -- -std=gnu11 -D_GNU_SOURCE -I. \
		-DPROCTOR_VERSION='"$(VERSION)"' -DPROCTOR_PREFIX='"$(PREFIX)"' $(package_cflags)
	cppcheck --quiet --enable=warning,portability --inline-suppr --error-exitcode=1 \
		--library=posix --suppress=missingIncludeSystem --suppress=unknownMacro \
		--suppress=syntaxError --suppress=nullPointerOutOfMemory \
		--suppress=resourceLeak --suppress=memleak --suppress=readdirCalled -D_GNU_SOURCE \
		-DPROCTOR_VERSION='""' -DPROCTOR_PREFIX='""' -D'__attribute__(x)=' \
		-D'REGISTRY_ADD(table,type)=static const struct type table' \
		-D'registry_each(table,type,r)=for(const struct type *r=0;r;r++)' \
		-D'json_array_foreach(a,i,v)=for(i=0;i<json_array_size(a)&&(v=json_array_get(a,i));i++)' \
		-I. sandbox harness

### installing

SHARE = $(DESTDIR)$(PREFIX)/share
LIB = $(DESTDIR)$(PREFIX)/lib/proctor
install: all ## PREFIX=/usr/local DESTDIR=
	install -d $(DESTDIR)$(PREFIX)/bin $(LIB) $(SHARE)/proctor $(SHARE)/man/man1 $(SHARE)/man/man5 \
		$(SHARE)/bash-completion/completions
	install -m 755 $(BUILD)/proctor $(DESTDIR)$(PREFIX)/bin/proctor
	install -m 755 $(BUILD)/box $(DESTDIR)$(PREFIX)/bin/proctor-box
	install -m 644 $(BUILD)/libproctor-scenario.a $(LIB)/
	install -m 755 $(BUILD)/libmisuse.so $(BUILD)/proctor-explore $(BUILD)/values-amd64-linux $(LIB)/
	install -m 755 $(BUILD)/proctor-cc $(DESTDIR)$(PREFIX)/bin/proctor-cc
	cp -r $(BUILD)/explorer $(LIB)/
	cp -r $(BUILD)/oracle $(LIB)/
	cp -r assignments reference rubrics suppressions templates SECURITY.md $(SHARE)/proctor/
	for header in sandbox/*.h harness/base/*.h harness/core/*.h harness/scenario/*.h; do \
		install -D -m 644 $$header $(DESTDIR)$(PREFIX)/include/proctor/$$header; done
	install -m 644 docs/man/*.1 $(SHARE)/man/man1/
	install -m 644 docs/man/*.5 $(SHARE)/man/man5/
	install -m 644 docs/completion/proctor.bash $(SHARE)/bash-completion/completions/proctor

uninstall: ## what install put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/proctor $(DESTDIR)$(PREFIX)/bin/proctor-box \
		$(DESTDIR)$(PREFIX)/bin/proctor-cc $(LIB) \
		$(SHARE)/proctor $(DESTDIR)$(PREFIX)/include/proctor $(SHARE)/man/man1/proctor.1 \
		$(SHARE)/man/man1/proctor-box.1 $(SHARE)/man/man5/proctor-assignment.5 \
		$(SHARE)/bash-completion/completions/proctor

clean: ## remove everything that was built
	rm -rf build build-*

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
