# The front door. How to build is written in meson.build; here are only the words to say.
#
#   make            the program, in build/guong
#   make deps       the Debian packages it needs (asks sudo if need be)
#   make demo       everything from nothing to a running locality on http://127.0.0.1:8080;
#                   DEMO=tam-son-2018, moc-chau-2022, all: another one
#   make check      all checks; ends with "N passed, N failed, N skipped"
#   make lint       the rules of the house only      make fuzz    FUZZ_SECONDS=60 for each fuzzer
#   make bench      the measurements                 make install DESTDIR= PREFIX=/usr/local
#   make bench-country  a whole country, made once in COUNTRY=/var/tmp/guong-country.db (16 GB)
#   make deb        the Debian package, in build/    make check-deb  installs, upgrades, removes it

PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
COUNTRY ?= /var/tmp/guong-country.db
MEMBERS ?= 5600000
DEMO ?= muong-ang-2016

.PHONY: all deps demo check lint fuzz bench bench-country install deb check-deb clean

all: build/build.ninja
	ninja -C build

build/build.ninja:
	meson setup build --buildtype=release --prefix=$(PREFIX)

deps:
	tools/deps.sh build

demo: deps
	$(MAKE) all
	mkdir -p demo
	test -f demo/$(DEMO).db || build/guong demo $(DEMO) --db demo/$(DEMO).db
	@echo 'vanphong, quantri, bithu, dangvien, kiemsoat: guong-mau-2025'
	build/guong serve --db demo/$(DEMO).db

check:
	tools/deps.sh test
	tools/check.sh

lint: build/build.ninja
	ninja -C build tools/lint
	build/tools/lint

fuzz:
	tools/build.sh clang
	tools/fuzz.sh build/clang $(FUZZ_SECONDS)

bench: all
	meson test -C build --benchmark --verbose

install: build/build.ninja
	meson configure build -Dprefix=$(PREFIX)
	ninja -C build
	DESTDIR=$(abspath $(DESTDIR)) meson install -C build --no-rebuild

deb:
	tools/deps.sh deb
	packaging/build-deb.sh build

# needs root, and some minutes: a Debian of its own is made for it
check-deb:
	tools/deps.sh deb
	test/pg.sh packaging/test-deb.sh

clean:
	rm -rf build
