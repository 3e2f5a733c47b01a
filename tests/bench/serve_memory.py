"""Memory of the daemon: a thread that searched, a connection that is open, one that asked.

usage: serve_memory.py PROGRAM INDEX [CONNECTIONS]

Anonymous memory, without what the system can drop (the mapped index and program). Answers are not
kept (--cache 0). CONNECTIONS (3000) must fit under `ulimit -n` twice.
"""
import re
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

QUERIES = ["iran", "sanctions oil", "soleimani", '"green zone"', "embassy attack", "iraq protest",
           "nuclear deal", "oil tanker"]
SEARCHES = 40  # of each client: every thread has had its share by then


class Daemon:
    def __init__(self, program, index, *options):
        self.process = subprocess.Popen(
            [program, "--index", index, "serve", "--listen", "127.0.0.1:0", "--cache", "0",
             "--quiet", *options], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r"listening on http://127.0.0.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                return
        sys.exit("the daemon did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def kilobytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"RssAnon:\s+(\d+)", status.read())[1])

    def search(self, client):
        for n in range(SEARCHES):
            q = urllib.parse.quote(QUERIES[(client + n) % len(QUERIES)])
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/search?q={q}"
                                   "&facets=stance,source,month,author&limit=20").read()

    def load(self, clients):
        threads = [threading.Thread(target=self.search, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def measure_threads(program, index):
    for threads in (1, 2, 4, 8):
        with Daemon(program, index, "--threads", str(threads)) as daemon:
            begun = daemon.kilobytes()
            daemon.load(2 * threads)
            print(f"{threads} threads: {begun / 1024:.1f} MiB at the start, "
                  f"{daemon.kilobytes() / 1024:.1f} MiB after {2 * threads * SEARCHES} searches")


def measure_connections(program, index, count):
    with Daemon(program, index, "--threads", "2") as daemon:
        daemon.load(4)
        before = daemon.kilobytes()
        open_ones = [socket.create_connection(("127.0.0.1", daemon.port)) for _ in range(count)]
        urllib.request.urlopen(f"http://127.0.0.1:{daemon.port}/healthz").read()
        idle = daemon.kilobytes()
        for one in open_ones:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            one.recv(4096)
        print(f"{count} connections: {(idle - before) / count:.1f} KiB each when open, "
              f"{(daemon.kilobytes() - before) / count:.1f} KiB after a request")


measure_threads(sys.argv[1], sys.argv[2])
measure_connections(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3000)
