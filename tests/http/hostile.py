"""Bytes that no honest client sends, and what the daemon has to make of them.

usage: hostile.py PORT WHAT [...], each WHAT a function below without 'check_'; prints what is wrong.
"""
import re
import socket
import struct
import sys
import time

HOST = b"Host: localhost\r\n"
NEXT = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
TARGET = b"/api/v1/classify"


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def exchange(port, data, silence=20.0):
    """Send, and read until the daemon closes or is silent: the bytes, and whether it closed."""
    got = b""
    with connect(port) as s:
        try:
            s.sendall(data)
            s.settimeout(silence)
            while True:
                part = s.recv(65536)
                if not part:
                    return got, True
                got += part
        except socket.timeout:
            return got, False
        except OSError:  # closed while more was being sent
            return got, True


def statuses(answer):
    return [int(s) for s in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]


def post(headers, body):
    return b"POST " + TARGET + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n" + body


def fail(name, why):
    print(f"{name}: {why}")
    return 1


# Where two readers could differ on where the request ends, there must be no second answer.
DOUBTFUL = {
    "both lengths": post(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + NEXT),
    "both, turned round": post(
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"0\r\n\r\n" + NEXT),
    "two lengths": post(b"Content-Length: 5\r\nContent-Length: 0\r\n", b"aaaaa" + NEXT),
    "the same twice": post(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"aaaaa" + NEXT),
    "a blank before the colon": post(b"Content-Length : 5\r\n", b"aaaaa" + NEXT),
    "chunked with a blank before the colon": post(
        b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", b"0\r\n\r\n" + NEXT),
    "a folded length": post(b"Content-Length:\r\n 5\r\n", b"aaaaa" + NEXT),
    "folded chunked": post(b"Transfer-Encoding:\r\n chunked\r\n", b"0\r\n\r\n" + NEXT),
    "the largest length": post(b"Content-Length: 18446744073709551615\r\n", b"aaaaa" + NEXT),
    "chunked behind a control character": post(
        b"Transfer-Encoding: \x0bchunked\r\n", b"0\r\n\r\n" + NEXT),
    "chunked within gzip": post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n" + NEXT),
    "chunked, then identity": post(
        b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n" + NEXT),
    "a GET with a blank before the colon": b"GET /healthz HTTP/1.1\r\n" + HOST
    + b"Content-Length : %d\r\n\r\n" % len(NEXT) + NEXT,
    "a chunk of negative size": post(
        b"Transfer-Encoding: chunked\r\n", b"-2\r\n{}\r\n0\r\n\r\n" + NEXT),
    "a chunk of too many digits": post(
        b"Transfer-Encoding: chunked\r\n", b"10000000000000002\r\n{}\r\n0\r\n\r\n" + NEXT),
    "a chunk without its end": post(
        b"Transfer-Encoding: chunked\r\n", b"2\r\n{}XX0\r\n\r\n" + NEXT),
}


def check_framing(port):
    wrong = 0
    for name, data in DOUBTFUL.items():
        got, is_closed = exchange(port, data)
        ours = got.count(b"X-Request-Id:")  # the library refuses some itself, without
        if ours > 1 or min(statuses(got), default=0) < 400 or not is_closed:
            wrong += fail(name, f"{ours} of ours in {statuses(got)}, closed: {is_closed}")
    return wrong


def check_pipeline(port):
    """Requests in a row are answered in a row; bodies that look like requests are bodies."""
    body = b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n"
    one = NEXT + post(b"Content-Length: %d\r\n" % len(body), body)
    got, _ = exchange(port, one * 50 + NEXT[:-2] + b"Connection: close\r\n\r\n")
    want = [200, 400] * 50 + [200]
    return 0 if statuses(got) == want else fail("pipeline", statuses(got))


def check_trailer(port):
    """What stands behind a body gives nobody a right."""
    data = (b"POST /api/v1/reload HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
            b"0\r\nAuthorization: Bearer 0123456789abcdef0123\r\n\r\n")
    got, _ = exchange(port, data, 2.0)
    return 0 if statuses(got)[:1] in ([401], [403]) else fail("trailer", statuses(got))


def check_values(port):
    """A small body that would take a hundred times its bytes is refused before it is read."""
    body = b"[" + b"{}," * 300000 + b"{}]"
    got, _ = exchange(port, post(b"Connection: close\r\nContent-Length: %d\r\n" % len(body), body))
    ok = statuses(got) == [413] and b"values" in got
    return 0 if ok else fail("values", got[-300:])


def check_resets(port):
    """Clients that go while their answer is made, or half sent, harm nobody."""
    for i in range(200):
        s = connect(port)
        s.sendall(b"GET /api/v1/search?q=harbour&facets=source&n=%d HTTP/1.1\r\n" % i + HOST + b"\r\n"
                  if i % 2 else b"GET /?q=harbour HTTP/1.1\r\n" + HOST + b"\r\n")
        if i % 3:
            time.sleep(0.001 * (i % 7))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()
    got, _ = exchange(port, NEXT[:-2] + b"Connection: close\r\n\r\n")
    return 0 if statuses(got) == [200] else fail("resets", statuses(got))


def main():
    port = int(sys.argv[1])
    wrong = sum(globals()["check_" + what](port) for what in sys.argv[2:])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
