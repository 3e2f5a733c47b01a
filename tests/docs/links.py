#!/usr/bin/env python3
"""Name every link of Markdown documents that leads nowhere: a file or a heading that is not there.

usage: links.py DOCUMENT...

Addresses of other hosts are not asked. Ends with status 1 if a link leads nowhere.
"""
import re
import sys
from pathlib import Path


def anchors(document):
    """The anchors of the headings, as GitHub makes them."""
    found = set()
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    for heading in re.findall(r"^#+ +(.*)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 1
        while anchor in found:
            anchor, number = re.sub(r"(-\d+)?$", f"-{number}", anchor), number + 1
        found.add(anchor)
    return found


def faults(document):
    text = re.sub(r"^(?:```.*?^```|    .*?$)", "", document.read_text(),
                  flags=re.DOTALL | re.MULTILINE)
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists():
            yield f"{document}: no file {path}"
        elif anchor and anchor not in anchors(target):
            yield f"{document}: no heading #{anchor} in {path or 'it'}"


found = [fault for name in sys.argv[1:] for fault in faults(Path(name))]
print("\n".join(found))
sys.exit(bool(found))
