#!/usr/bin/env bats
# examples.py itself: what it runs, and what it finds wrong

setup() {
  load examples
  cd "$BATS_TEST_TMPDIR"
}

# checks FAULTY STATUS OPTION...: the document on standard input has so many faulty examples, and it ends so.
checks() {
  cat >document.md
  run python3 "$ROOT/tests/docs/examples.py" "${@:3}" document.md
  echo "$output"
  [ "$status" -eq "$2" ]
  [ "$(echo "$output" | grep -c '^not ok ')" -eq "$1" ]
}

@test "examples: what is as shown holds, with anything for three dots and white space aside" {
  checks 0 0 <<'END'
Some words.

    not run, and not there

    $ printf 'one two\nthree\n0.3 s\n'
    one
      two
    ...
    12 s
    $ name=kept
    $ for n in 1 2; do
        echo $n
      done
    1
    2
    $ cat <<'TEXT'
    a line

    another of $name
    TEXT
    a line
    another of $name
    $ echo "$name" |
        tr a-z A-Z
    KEPT
END
}

@test "examples: other output, more output, less output and a failure are found" {
  checks 5 1 <<'END'
    $ echo one
    two
    $ printf 'one\ntwo\n'
    one
    $ echo one
    one
    two
    $ false
    $ echo one; false
    one
    $ echo right
    right
END
}

@test "examples: a document without any is a fault, and one that ends its shell, too" {
  checks 0 1 </dev/null
  checks 2 1 <<'END'
    $ exit 0
    $ echo never
END
}

@test "examples: blocks of a language run in one interpreter, with the text after them as output" {
  checks 0 0 --language python < <(printf '%s\n' '```python' 'x = 1' '```' '' 'Words.' '' '```text' 'of no block' \
    '```' '' '```python' 'print(x + 1)' '```' '' '```text' '2' '```')
  checks 1 1 --language python < <(printf '%s\n' '```python' 'print(1)' '```' '' '```text' '2' '```')
  checks 2 1 --language python < <(printf '%s\n' '```python' 'raise ValueError' '```' '```python' 'x = 1' '```')
  checks 0 0 --language python --leave-out nowhere < <(printf '%s\n' '```python' 'import nowhere' '```' '' \
    '```python' 'x = 1' '```')
}

@test "examples: what is replaced in a command is put back in its output" {
  checks 0 0 --replace here=/tmp/there <<'END'
    $ echo here
    here
END
}
