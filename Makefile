# Parallax: one Makefile, GNU make. `make help` lists the targets.
#
# CC CXX CFLAGS CXXFLAGS LDFLAGS prefix DESTDIR are respected. BUILD is the folder of
# object files; DEVELOPER=1 makes warnings errors (CI does); SAN=1 adds ASan and UBSan.

BUILD ?= build/$(if $(SAN),san,rel)
PROG := $(if $(SAN),$(BUILD)/parallax,parallax)
prefix ?= /usr/local
VERSION := 0.1.0

# The layers, lowest first. A part can be built alone: make PARTS="base text" lib
PARTS ?= base text store classifier collection indexer search daemon

PKGS := jansson libutf8proc libxml-2.0 libmicrohttpd libzstd libxxhash uchardet
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
XAPIAN_CXXFLAGS := $(shell xapian-config --cxxflags 2>/dev/null)
XAPIAN_LIBS := $(shell xapian-config --libs 2>/dev/null)
LIBS := $(XAPIAN_LIBS) $(PKG_LIBS) -lstemmer -llinear -lpthread -lm

WARN := -Wall -Wextra -Wshadow -Wconversion -Wwrite-strings $(if $(DEVELOPER),-Werror)
WARN_C := -Wstrict-prototypes -Wmissing-prototypes -Wvla
comma := ,
SANFLAGS := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS ?= -O2 -g
CXXFLAGS ?= -O2 -g
ALL_CPPFLAGS := -I. -I$(BUILD) -D_GNU_SOURCE -DPLX_VERSION='"$(VERSION)"' \
	-DPLX_DATADIR='"$(prefix)/share/parallax"' -MMD -MP $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(WARN) $(WARN_C) $(CFLAGS) $(SANFLAGS) $(PKG_CFLAGS)
ALL_CXXFLAGS := -std=c++17 -fvisibility=hidden $(WARN) $(CXXFLAGS) $(SANFLAGS) $(XAPIAN_CXXFLAGS)
ALL_LDFLAGS := $(LDFLAGS) $(SANFLAGS)

LIB := $(BUILD)/libparallax.a
LIB_SRC := $(sort $(wildcard $(addsuffix /*.c,$(PARTS))) $(wildcard $(addsuffix /*.cc,$(PARTS))))
LIB_OBJ := $(patsubst %,$(BUILD)/%.o,$(basename $(LIB_SRC)))
CLI_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cli/*.c)))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT_SRC))

all: $(PROG)
lib: $(LIB)

$(PROG): $(CLI_OBJ) $(LIB)
	$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(LIB): $(LIB_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(ALL_CPPFLAGS) $(ALL_CXXFLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@.o $<
	$(CXX) $(ALL_LDFLAGS) -o $@ $@.o $(LIB) $(LIBS) -lcmocka

unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

clean:
	rm -rf build parallax

.PHONY: all lib unit clean
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d)
