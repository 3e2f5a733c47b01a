#!/usr/bin/env python3
"""Run the examples of a document and hold their output against what the document shows.

usage: examples.py [--language python|r] [--leave-out TEXT] [--replace OLD=NEW]... DOCUMENT

An example is what a reader would type, in the order of the document:

    $ a command of the shell            indented lines that begin with `$ `, all in one shell. A
    its output                          command goes on until the shell can read it as a whole
                                        (`\\` at the end, an open quote, a here-document, a loop).
    ```python                           with --language: the fenced blocks of that language instead,
    ```r                                all in one interpreter; a block of ```text right after one
    ```text                             is its output.

Indented lines before the first `$ ` of a block are not run: that is how a document shows what
waits for keys, or takes a machine of its own.

A command must end with status 0. Where a document shows output, it must be the output: `...`
stands for anything, also over lines; white space does not count, so that a document may break long
lines; seconds and rates are not compared. --replace changes what is run (an address, a program),
and is undone in the output. --leave-out passes over examples that have a text.

Ends with status 0 if all of it holds, 1 if not, 77 if the language is not there.
"""
import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = "===== example"
SECONDS = re.compile(r"[\d.,]+ (?:articles/s|[kMG]?B/s|ms|s)\b")
PRINT_MARK = {"python": 'print("%s", flush=True)', "r": 'cat("%s\\n")'}
INTERPRETER = {"python": ["python3", "-u"], "r": ["Rscript", "--vanilla"]}


class Example:
    """One command or block: where it is, what is run, what is shown (None: nothing)."""

    def __init__(self, line, source, shown=None):
        self.line, self.source, self.shown = line, source, shown


def is_whole(command):
    """Can the shell read this as a whole?"""
    if command.endswith("\\"):
        return False
    said = subprocess.run(["bash", "-n"], input=command + "\n", capture_output=True, text=True)
    return said.returncode == 0 and not said.stderr


def shell_examples(lines):
    """The commands of indented blocks, and the lines that follow each."""
    examples, current, whole, fenced = [], None, True, False
    for number, line in enumerate(lines, 1):
        fenced ^= line.startswith("```")
        text = line[4:] if line.startswith("    ") and not fenced else None
        if current and not whole and (text is not None or not line.strip()):
            current.source += "\n" + (text or "")
            whole = is_whole(current.source)
        elif text is not None and text.startswith("$ "):
            current = Example(number, text[2:])
            whole = is_whole(current.source)
            examples.append(current)
        elif current and text is not None:
            current.shown = (current.shown or "") + text + "\n"
        elif line.strip():
            current = None
    return examples


def fenced_examples(lines, language):
    """The blocks of a language, and the block of text right after each."""
    examples, opened, block, after = [], None, [], False
    for number, line in enumerate(lines, 1):
        if opened is None and line.startswith("```"):
            opened, block, start = line[3:].strip(), [], number
        elif opened is not None and line.startswith("```"):
            if opened == language:
                examples.append(Example(start, "\n".join(block)))
            elif opened == "text" and after:
                examples[-1].shown = "\n".join(block)
            after, opened = opened == language, None
        elif opened is not None:
            block.append(line)
        elif line.strip():
            after = False
    return examples


def shell_script(examples):
    """Each command in one shell, with its status after its output."""
    parts = []
    for number, example in enumerate(examples):
        parts.append(f"echo '{MARK} {number}'\n{{\n{example.source}\n}} </dev/null\n"
                     f"echo '{MARK} status' $?\n")
    return "".join(parts)


def fenced_script(examples, language):
    parts = []
    for number, example in enumerate(examples):
        parts.append(PRINT_MARK[language] % f"{MARK} {number}" + f"\n{example.source}\n"
                     + PRINT_MARK[language] % f"{MARK} status 0" + "\n")
    return "".join(parts)


def run(command, script):
    """What the script says on both its outputs. What it leaves running is ended with it."""
    with tempfile.TemporaryDirectory() as folder:
        path, said = Path(folder, "script"), Path(folder, "said")
        path.write_text(script)
        with open(said, "w") as out:
            process = subprocess.Popen(command + [str(path)], stdin=subprocess.DEVNULL, stdout=out,
                                       stderr=subprocess.STDOUT, start_new_session=True)
        try:
            process.wait(timeout=300)
        except subprocess.TimeoutExpired:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        return said.read_text(errors="replace")


def outputs(said, count):
    """Of each example what it said, and its status (None: it was never ended)."""
    results = [("never run", None)] * count
    pattern = re.compile(rf"{MARK} (\d+)\n(.*?)(?:{MARK} status (\d+)\n|(?={MARK})|\Z)", re.DOTALL)
    for found in pattern.finditer(said):
        status = int(found[3]) if found[3] else None
        results[int(found[1])] = (found[2], status)
    return results


def squeeze(text):
    return re.sub(r"\s+", "", SECONDS.sub("", text))


def is_shown(shown, said):
    pattern = ".*".join(re.escape(squeeze(part)) for part in re.split(r"\.\.\.", shown))
    return re.fullmatch(pattern, squeeze(said), re.DOTALL) is not None


def check(document, example, said, status):
    """Print what became of one example; is it as shown?"""
    fault = None
    if status != 0:
        fault = "it did not end" if status is None else f"it ended with status {status}"
    elif example.shown is not None and not is_shown(example.shown, said):
        fault = f"the document shows:\n{example.shown}"
    print(f"{'not ok' if fault else 'ok'} {document}:{example.line}: {example.source.splitlines()[0]}")
    if fault:
        print(f"{fault}\nit said:\n{said}")
    return fault is None


def replaced(text, pairs, back=False):
    for old, new in pairs:
        text = text.replace(new, old) if back else text.replace(old, new)
    return text


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--language", choices=INTERPRETER)
    parser.add_argument("--leave-out", default="")
    parser.add_argument("--replace", action="append", default=[])
    parser.add_argument("document")
    options = parser.parse_args()
    pairs = [pair.split("=", 1) for pair in options.replace]
    lines = Path(options.document).read_text().splitlines()

    command = INTERPRETER[options.language] if options.language else ["bash"]
    if not shutil.which(command[0]):
        print(f"{command[0]} is not there")
        return 77
    examples = (fenced_examples(lines, options.language) if options.language
                else shell_examples(lines))
    if options.leave_out:
        examples = [example for example in examples if options.leave_out not in example.source]
    script = (fenced_script(examples, options.language) if options.language
              else shell_script(examples))
    said = replaced(run(command, replaced(script, pairs)), pairs, back=True)
    results = outputs(said, len(examples))
    held = [check(options.document, example, *result) for example, result in zip(examples, results)]
    print(f"{sum(held)} of {len(held)} examples hold")
    return 0 if held and all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
