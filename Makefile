# Parallax: one Makefile, GNU make. `make help` lists the targets.
#
# CC CXX CFLAGS CXXFLAGS LDFLAGS prefix DESTDIR are respected. BUILD is the folder of
# object files; DEVELOPER=1 makes warnings errors (CI does); SAN=1 adds ASan and UBSan;
# V=1 shows the commands.

comma := ,
Q := $(if $(V),,@)
say = @$(if $(V),:,printf "  %-5s %s\n" $(1) $(2))
BUILD ?= build/$(if $(SAN),san,rel)
PROG := $(if $(SAN),$(BUILD)/parallax,parallax)
prefix ?= /usr/local
VERSION := 0.1.0
FUZZ_SECONDS ?= 30
DATA ?= ../shared/data
RETRIEVAL ?= $(wildcard $(DATA)/retrieval/*)

# The layers, lowest first. A part can be built alone: make PARTS="base text" lib
PARTS ?= base text store classifier collection indexer search compare daemon

PKGS := jansson libutf8proc libxml-2.0 libmicrohttpd libarchive libzstd zlib libdeflate liblzma libbrotlidec \
	libxxhash uchardet gmime-3.0 libsystemd
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS))
PKG_LIBS = $(shell pkg-config --libs $(PKGS))
XAPIAN_CXXFLAGS = $(shell xapian-config --cxxflags)
LIBS = $(shell xapian-config --libs) $(PKG_LIBS) -lstemmer -llinear -lbz2 -lpthread -lm $(ALLOC)

# The engine makes and frees millions of small things: a tenth of the time of indexing.
ALLOC := $(if $(SAN),,-ljemalloc)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wwrite-strings $(if $(DEVELOPER),-Werror)
WARN_C := -Wstrict-prototypes -Wmissing-prototypes -Wvla
SANFLAGS := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)
CFLAGS ?= -O2 -g
CXXFLAGS ?= -O2 -g
ALL_CPPFLAGS = -I. -D_GNU_SOURCE -DPLX_VERSION='"$(VERSION)"' \
	-MMD -MP $(CPPFLAGS)
ALL_CFLAGS = -std=c11 $(WARN) $(WARN_C) $(CFLAGS) $(SANFLAGS) $(PKG_CFLAGS)
ALL_CXXFLAGS = -std=c++17 -fvisibility=hidden $(WARN) $(CXXFLAGS) $(SANFLAGS) $(XAPIAN_CXXFLAGS)
ALL_LDFLAGS = $(LDFLAGS) $(SANFLAGS)

LIB := $(BUILD)/libparallax.a
LIB_SRC := $(sort $(wildcard $(addsuffix /*.c,$(PARTS)) $(addsuffix /*/*.c,$(PARTS)) $(addsuffix /*.cc,$(PARTS))))
LIB_OBJ := $(patsubst %,$(BUILD)/%.o,$(basename $(LIB_SRC)))
# What the daemon serves as it stands: daemon/asset.h
ASSETS := style script icon openapi
ASSET_style := $(sort $(wildcard daemon/assets/css/*.css))
ASSET_script := $(sort $(wildcard daemon/assets/js/*.js))
ASSET_icon := daemon/assets/icon.svg
ASSET_openapi := daemon/assets/openapi.json
LIB_OBJ += $(if $(filter daemon,$(PARTS)),$(ASSETS:%=$(BUILD)/daemon/assets/%.o))
CLI_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard cli/*.c))) $(BUILD)/cli/query_text.o
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
PRELOAD := $(patsubst tests/%.c,$(BUILD)/%.so,$(wildcard tests/preload/*.c))
FUZZ := $(patsubst tests/%,build/%,$(basename $(sort $(wildcard tests/fuzz/fuzz_*.c tests/fuzz/fuzz_*.cc))))
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/%,$(sort $(wildcard tests/bench/bench_*.c)))
PEERS := $(addprefix $(BUILD)/peer_,xapian fts5 groonga)
SOURCES = $(wildcard base/*.[ch] text/*.[ch] store/*.h store/*.cc classifier/*.[ch] \
	collection/*.[ch] indexer/*.[ch] search/*.[ch] compare/*.[ch] daemon/*.[ch] daemon/*/*.[ch] cli/*.[ch] tests/*/*.[ch] \
	tests/*/*.cc)

all: deps-build $(PROG) ## build ./parallax (installs nothing; says what is missing)
lib: $(LIB)

deps-build:
	@command -v xapian-config >/dev/null && pkg-config --exists $(PKGS) || \
	  { echo "libraries are missing: run 'packaging/deps.sh build', or 'make run'" >&2; exit 1; }

$(PROG): $(CLI_OBJ) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
	$(Q)[ $(@D) = . ] || ln -sfn $(CURDIR)/models $(@D)/models # shipped files are looked for beside it

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) qcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(ALL_CPPFLAGS) $(ALL_CXXFLAGS) -c -o $@ $<

# `help query` and parallax-query(7) are docs/query.md, built into the program.
$(BUILD)/cli/query_text.c: docs/query.md
	@mkdir -p $(@D)
	$(call say,TEXT,$<)
	$(Q){ echo '#include "cli/query_text.h"'; echo 'const char *const cli_query_text[] = {'; \
	  sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/    "&",/' $<; echo '    0 };'; } > $@
$(BUILD)/cli/query_text.o: $(BUILD)/cli/query_text.c
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# The folders are named too, so that a file that is removed counts.
.SECONDEXPANSION:
$(ASSETS:%=$(BUILD)/daemon/assets/%.c): $(BUILD)/daemon/assets/%.c: packaging/embed.sh $$(ASSET_$$*) daemon/assets/css daemon/assets/js
	@mkdir -p $(@D)
	$(call say,EMBED,$*)
	$(Q)packaging/embed.sh $* $(ASSET_$*) > $@
$(ASSETS:%=$(BUILD)/daemon/assets/%.o): %.o: %.c
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS) -lcmocka -lbrotlienc

# What a test needs beside its own file: a helper, in C++ where it looks inside the store.
$(addprefix $(BUILD)/tests/,test_tables test_tables_damage): $(BUILD)/tests/unit/table_probe.o
$(BUILD)/tests/test_packed_doc $(BUILD)/tests/test_run: $(BUILD)/tests/unit/run_probe.o \
	$(BUILD)/tests/unit/table_probe.o
BOTH_STORES := $(addprefix $(BUILD)/tests/unit/,both_stores.o equal_stores.o made_documents.o store_files.o)
$(addprefix $(BUILD)/tests/,test_builder test_builder_articles test_builder_life test_equal_stores): $(BOTH_STORES)
build/fuzz/fuzz_builder: $(BOTH_STORES)
$(BUILD)/tests/test_builder_edges: $(BOTH_STORES) $(BUILD)/tests/unit/foreign_store.o

$(BUILD)/bench_%: $(BUILD)/tests/bench/bench_%.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# The search benchmark and the engines it stands beside share how they read and how they time.
$(BUILD)/bench_search $(PEERS): $(BUILD)/tests/bench/search_peer.o
$(BUILD)/peer_xapian: EXTRA_LIBS = $(shell xapian-config --libs)
$(BUILD)/peer_fts5: EXTRA_LIBS = $(shell pkg-config --libs sqlite3)
$(BUILD)/peer_groonga: EXTRA_LIBS = $(shell pkg-config --libs groonga)
$(BUILD)/tests/bench/peer_groonga.o: PKG_CFLAGS += $(shell pkg-config --cflags groonga)
$(BUILD)/peer_%: $(BUILD)/tests/bench/peer_%.o
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(EXTRA_LIBS) $(shell pkg-config --libs jansson) $(ALLOC)

$(BUILD)/rewrite_engine: $(BUILD)/tests/bench/rewrite_engine.o
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(shell xapian-config --libs)

$(BUILD)/retrieval_peer: $(BUILD)/tests/bench/retrieval_peer.o
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(shell xapian-config --libs) $(shell pkg-config --libs jansson)

# Libraries that tests put under the program (LD_PRELOAD); they do not go with sanitizers.
$(BUILD)/preload/%.so: tests/preload/%.c
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) -std=c11 $(WARN) $(WARN_C) $(CFLAGS) -fPIC -shared $(LDFLAGS) -o $@ $<

run: ## install what is missing, build, index and search the bundled articles
	@packaging/deps.sh build
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@packaging/demo.sh $(abspath $(PROG)) build/demo-index

check: ## install what is missing, build, run all tests
	@packaging/deps.sh test
	@$(MAKE) --no-print-directory -j$$(nproc) all unit-tests
	@tests/run.sh $(BUILD) $(PROG)

check-san: ## the same with ASan and UBSan
	@packaging/deps.sh test
	@$(MAKE) --no-print-directory -j$$(nproc) SAN=1 all unit-tests
	@$(MAKE) --no-print-directory SAN=1 run-tests

unit-tests: $(UNIT) $(if $(SAN),,$(PRELOAD))
unit: unit-tests ## the unit tests alone
run-tests:
	@tests/run.sh $(BUILD) $(PROG)

browser: all ## the tests of the pages in Chromium alone
	@packaging/deps.sh test
	@tests/browser/run.sh $(BUILD) $(PROG)
screenshots: all ## pictures of each view, light, dark and phone, into build/screenshots
	@packaging/deps.sh test
	@PLX_SCREENSHOTS=build/screenshots tests/browser/run.sh $(BUILD) $(PROG) screenshots.mjs
screenshot: all ## the picture of the README, docs/search.png; needs pngquant
	@PLX_SCREENSHOT=$(BUILD)/search.png tests/browser/run.sh $(BUILD) $(PROG) screenshot.mjs
	@pngquant --force --skip-if-larger --strip --speed 1 --output docs/search.png $(BUILD)/search.png
	@wc -c docs/search.png

bench: bench-index bench-index-update bench-index-search bench-index-scale ## measure on the news corpus in $(DATA)
bench: bench-search bench-retrieval bench-extract bench-classify bench-relabel
bench-index: all ## indexing: CPU, time, memory, size, beside Omega's scriptindex and SQLite FTS5
	@packaging/deps.sh bench
	@$(MAKE) --no-print-directory $(BUILD)/peer_fts5
	@tests/bench/index.sh $(abspath $(PROG)) $(BUILD) $(DATA)/news.jsonl.zst
bench-index-scale: all ## cost per article of 5 to 150 thousand, and of batches added to 20 thousand
	@packaging/deps.sh bench
	@tests/bench/index_scale.sh $(abspath $(PROG)) $(DATA)/news.jsonl.zst
bench-index-update: all ## how soon 100 changed articles are found
	@packaging/deps.sh bench
	@tests/bench/index_update.sh $(abspath $(PROG)) $(DATA)/news.jsonl.zst
bench-index-search: all $(BUILD)/bench_search $(BUILD)/rewrite_engine ## queries on what was built, and on the same written by the engine
	@packaging/deps.sh bench
	@tests/bench/index_search.sh $(abspath $(PROG)) $(BUILD) $(DATA)/news.jsonl.zst
bench-extract: deps-build $(BUILD)/bench_extract ## extraction from pages: quality and speed, beside Mozilla's readability
	@tests/bench/extract.sh $(BUILD)/bench_extract $(DATA)
bench-search: all ## 1,000 queries: CPU by kind, beside Xapian's stock way, SQLite FTS5 and groonga
	@packaging/deps.sh bench
	@$(MAKE) --no-print-directory $(BUILD)/bench_search $(PEERS)
	@tests/bench/search.sh $(abspath $(PROG)) $(BUILD) $(DATA)/news.jsonl.zst
bench-search-scale: all $(BUILD)/bench_search ## the same queries over 5, 20 and 75 thousand articles
	@tests/bench/search_scale.sh $(abspath $(PROG)) $(BUILD)/bench_search $(DATA)/news.jsonl.zst
bench-http: all $(BUILD)/bench_search ## the daemon under load: latency, CPU of a request beside the same search in process
	@packaging/deps.sh bench
	@tests/bench/http.sh $(abspath $(PROG)) $(BUILD) $(DATA)/news.jsonl.zst
bench-http-soak: all $(BUILD)/bench_search ## the daemon at full load for MINUTES=30 while the index changes: errors, staleness, memory
	@packaging/deps.sh bench
	@tests/bench/http_soak.sh $(abspath $(PROG)) $(BUILD) $(DATA)/news.jsonl.zst $(or $(MINUTES),30)
bench-retrieval: all $(BUILD)/retrieval_peer ## ranking on judged queries, beside stock settings; RETRIEVAL="FOLDER..."
	@tests/bench/retrieval.sh $(abspath $(PROG)) $(BUILD)/retrieval_peer $(RETRIEVAL)

bench-classify: all ## classify: MB/s of a core beside scikit-learn; training and loading a model
	@packaging/deps.sh bench
	@tests/bench/classify.sh $(abspath $(PROG)) $(DATA)
bench-relabel: all $(BUILD)/bench_relabel ## relabel beside classify, and the store's share
	@tests/bench/relabel.sh $(abspath $(PROG)) $(BUILD)/bench_relabel $(DATA)
bench-names: all $(BUILD)/bench_names ## names in any spelling: pairs found, spellings for each name; LIST=200 SEED=2 lists some
	@tests/bench/names.sh $(abspath $(PROG)) $(BUILD)/bench_names $(DATA) $(LIST) $(SEED)
bench-duplicates: all $(BENCH) ## near-copies of news articles: recall, precision, time, memory; PAIRS=100 lists pairs
	@tests/bench/duplicates.sh $(BUILD)/bench_duplicates $(DATA)/news.jsonl.zst $(PAIRS)

fuzz: ## run each fuzz target for FUZZ_SECONDS (30) from its seed corpus
	@packaging/deps.sh test
	@$(MAKE) --no-print-directory -j$$(nproc) CC=clang CXX=clang++ BUILD=build/fuzz-lib SAN=1 \
	  CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" CXXFLAGS="-O1 -g -fsanitize=fuzzer-no-link" fuzzers
	@tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)

fuzzers: $(FUZZ)
build/fuzz/%: tests/fuzz/%.c $(LIB)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@.o $<
	$(Q)$(CXX) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $@.o $(filter %.o,$^) $(LIB) $(LIBS)
build/fuzz/%: tests/fuzz/%.cc $(LIB)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(CXX) $(ALL_CPPFLAGS) $(ALL_CXXFLAGS) -c -o $@.o $<
	$(Q)$(CXX) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $@.o $(LIB) $(LIBS)

model: all ## train the shipped models anew from $(DATA)/framing.jsonl.zst
	@packaging/train-shipped.sh $(abspath $(PROG)) $(DATA)

format: ## apply .clang-format to every source
	clang-format -i $(SOURCES)
check-format:
	clang-format --dry-run -Werror $(SOURCES)
tidy: ## clang-tidy over the C sources
	clang-tidy --quiet $(filter %.c,$(SOURCES)) -- -std=c11 -I. -D_GNU_SOURCE \
	  -DPLX_VERSION='""' $(PKG_CFLAGS)
sizes: ## functions over 70 lines, files over 600
	@tests/sizes.sh

# All pages come from the tables of the program: parallax(1), one of each command, the query language.
man: $(BUILD)/man/made
$(BUILD)/man/made: $(PROG)
	@rm -rf $(@D) && mkdir -p $(@D)/man1 $(@D)/man7
	$(call say,MAN,$(@D))
	$(Q)$(abspath $(PROG)) help --man > $(@D)/man1/parallax.1
	$(Q)$(abspath $(PROG)) help --man query > $(@D)/man7/parallax-query.7
	$(Q)for c in $$($(abspath $(PROG)) help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do \
	  $(abspath $(PROG)) help --man $$c > $(@D)/man1/parallax-$$c.1 || exit 1; \
	done
	@touch $@

install: all man install-systemd ## into DESTDIR$(prefix)
	install -D -m 755 $(PROG) $(DESTDIR)$(prefix)/bin/parallax
	install -d $(DESTDIR)$(prefix)/share/man/man1 $(DESTDIR)$(prefix)/share/man/man7
	install -m 644 $(BUILD)/man/man1/* $(DESTDIR)$(prefix)/share/man/man1/
	install -m 644 $(BUILD)/man/man7/* $(DESTDIR)$(prefix)/share/man/man7/
	install -d $(DESTDIR)$(prefix)/share/parallax/models/iran
	install -m 644 models/aliases.tsv $(DESTDIR)$(prefix)/share/parallax/models/
	install -m 644 models/iran/*.model models/iran/README.md \
	  $(DESTDIR)$(prefix)/share/parallax/models/iran/
	for part in demo articles training; do \
	  install -d $(DESTDIR)$(prefix)/share/parallax/models/iran/$$part && \
	  install -m 644 models/iran/$$part/* \
	    $(DESTDIR)$(prefix)/share/parallax/models/iran/$$part/ || exit 1; \
	done
	install -d $(DESTDIR)$(prefix)/share/bash-completion/completions \
	  $(DESTDIR)$(prefix)/share/zsh/site-functions $(DESTDIR)$(prefix)/share/fish/vendor_completions.d
	$(abspath $(PROG)) help --completion bash \
	  > $(DESTDIR)$(prefix)/share/bash-completion/completions/parallax
	$(abspath $(PROG)) help --completion zsh > $(DESTDIR)$(prefix)/share/zsh/site-functions/_parallax
	$(abspath $(PROG)) help --completion fish \
	  > $(DESTDIR)$(prefix)/share/fish/vendor_completions.d/parallax.fish

# Units name the program where it is installed; /usr/local is on systemd's path, too.
install-systemd:
	install -d $(DESTDIR)$(prefix)/lib/systemd/system $(DESTDIR)$(prefix)/share/parallax/systemd
	sed 's|@bindir@|$(prefix)/bin|' packaging/systemd/parallax.service.in \
	  > $(DESTDIR)$(prefix)/lib/systemd/system/parallax.service
	sed 's|@bindir@|$(prefix)/bin|' packaging/systemd/write.conf.in \
	  > $(DESTDIR)$(prefix)/share/parallax/systemd/write.conf
	install -m 644 packaging/systemd/parallax.socket $(DESTDIR)$(prefix)/lib/systemd/system/
	install -D -m 644 packaging/systemd/parallax.sysusers $(DESTDIR)$(prefix)/lib/sysusers.d/parallax.conf
	install -D -m 644 packaging/systemd/parallax.tmpfiles $(DESTDIR)$(prefix)/lib/tmpfiles.d/parallax.conf

clean: ## remove what was built
	rm -rf build parallax

help:
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 22

.PHONY: all lib deps-build run check check-san unit unit-tests run-tests browser screenshots screenshot bench bench-index bench-index-scale bench-index-update bench-index-search bench-search bench-search-scale bench-http bench-http-soak bench-retrieval bench-extract bench-duplicates bench-names bench-classify bench-relabel fuzz \
	fuzzers model format check-format tidy sizes man install install-systemd clean help
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(wildcard $(BUILD)/tests/unit/*.d $(BUILD)/tests/bench/*.d)
