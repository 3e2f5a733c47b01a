"""What the tables of a database are made of: heads of items, keys, tags, the rest.

usage: table_sizes.py DATABASE

DATABASE is one folder of the engine's format (an index's xapian/gen-N). Each table is walked from
its root, so blocks that are free or stale count as unused. The shapes are those of store/table.h and
store/version_file.h. An entry has, whatever is written: two bytes in its block's directory, two of
size, one of key length (and two more for each further part of a long tag), then its key.
"""
import mmap
import os
import struct
import sys

TABLES = ("postlist", "docdata", "termlist", "position", "spelling", "synonym")
MAGIC = b"\x0f\rXapian Glass"
HEADER = 11


class Packed:
    """Reads base-128 numbers, low bits first."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    def number(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value


def roots(folder):
    """Of each table that has blocks: name, root, level, bytes of a block."""
    with open(os.path.join(folder, "iamglass"), "rb") as f:
        data = f.read()
    if not data.startswith(MAGIC):
        sys.exit("%s: no database of this format" % folder)
    packed = Packed(data, len(MAGIC) + 2 + 16)
    packed.number()  # revision
    for name in TABLES:
        root, flags = packed.number(), packed.number()
        packed.number()  # entries
        block = packed.number() << 11
        packed.number()  # compressed from
        free_list = packed.number()
        packed.at += free_list
        if not flags & 1:
            yield name, root, flags >> 2, block


def directory(data, block):
    end = struct.unpack_from(">H", data, block + 9)[0]
    return struct.unpack_from(">%dH" % ((end - HEADER) // 2), data, block + HEADER)


class Sizes:
    def __init__(self):
        self.blocks = self.branches = self.entries = self.heads = self.keys = self.tags = 0

    def leaf(self, data, block):
        for at in directory(data, block):
            at += block
            head = data[at] << 8 | data[at + 1]
            key = data[at + 2]
            is_first = head & 0x2000
            fixed = 5 if is_first else 7
            self.entries += 1 if is_first and key else 0  # the null item is none
            self.heads += fixed
            self.keys += key
            self.tags += (head & 0x1FFF) + 5 - fixed - key

    def walk(self, data, root, level, block_bytes):
        self.blocks += 1
        block = root * block_bytes
        if level == 0:
            self.leaf(data, block)
            return
        self.branches += 1
        for at in directory(data, block):
            child = struct.unpack_from(">I", data, block + at)[0]
            self.walk(data, child, level - 1, block_bytes)


def main():
    folder = sys.argv[1]
    line = "%-10s" + "%10.2f" * 6 + "%12d%9.2f%9.2f"
    print("%-10s%10s%10s%10s%10s%10s%10s%12s%9s%9s"
          % ("MB", "file", "heads", "keys", "tags", "branches", "unused", "entries", "key", "tag"))
    total = [0] * 6
    for name, root, level, block_bytes in roots(folder):
        with open(os.path.join(folder, name + ".glass"), "rb") as f:
            data = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        sizes = Sizes()
        sizes.walk(data, root, level, block_bytes)
        branches = sizes.branches * block_bytes
        row = [len(data), sizes.heads, sizes.keys, sizes.tags, branches]
        row.append(row[0] - sum(row[1:]))
        total = [a + b for a, b in zip(total, row)]
        n = max(sizes.entries, 1)
        print(line % ((name,) + tuple(x / 1e6 for x in row)
                      + (sizes.entries, sizes.keys / n, sizes.tags / n)))
    print("%-10s" % "all" + "".join("%10.2f" % (x / 1e6) for x in total))


if __name__ == "__main__":
    main()
