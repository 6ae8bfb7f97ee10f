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
VERSION = 0.1.0

PACKAGES = libseccomp criterion libcyaml jansson expat libarchive libdw libelf libmd
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wundef \
	-Wswitch-enum -Wimplicit-fallthrough -Wnull-dereference -Wconversion -Wno-sign-conversion \
	-Wno-missing-field-initializers \
	-Wlogical-op -Wduplicated-cond -Wduplicated-branches
HARDEN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=undefined,-D_FORTIFY_SOURCE=3) \
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
GRADER = $(call objects,harness/analyse harness/report harness/steps harness/cmd)
UNIT = $(call objects,tests/unit)

LIBS_SANDBOX = -lseccomp -ldw -lelf
LIBS_SCENARIO = $(LIBS_SANDBOX) -lcriterion -ljansson -lmd -lm
LIBS_PROCTOR = $(LIBS_SANDBOX) -lcyaml -lyaml -ljansson -lexpat -larchive -lmd -lm

ASSIGNMENTS = $(notdir $(patsubst %/assignment.yaml,%,$(wildcard assignments/*/assignment.yaml)))
ORACLES = $(ASSIGNMENTS:%=$(BUILD)/oracle/%/.done)

.PHONY: all programs help deps demo test check-layers check-headers lint analyze format bench \
	install uninstall clean check-format unit stories validate
all: programs $(ORACLES) ## build everything
programs: $(BUILD)/proctor $(BUILD)/box $(BUILD)/libproctor-scenario.a

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

# The judge of an assignment: its scenarios and its reference, built by
# proctor itself, as it does for an assignment outside the tree.
$(BUILD)/oracle/%/.done: $(BUILD)/proctor $(BUILD)/libproctor-scenario.a assignments/%/scenarios.c \
		assignments/%/assignment.yaml $$(wildcard reference/%/*)
	$(BUILD)/proctor oracle assignments/$* $(@D)
	@touch $@
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
