"""An HTTP server on loopback that answers as servers in the field do, well and badly.

    odd_server.py LOG [CERTIFICATE KEY]

Prints its port and goes into the background until the process that started it is gone. What it answers is
named by the path, see `answer`. Each request adds a line of JSON to LOG before it is answered:
{"method", "target", "host", "agent", "active"}, the last being how many requests wait for their answer.
"""

import collections
import json
import os
import socket
import ssl
import sys
import threading
import time

lock = threading.Lock()
active = 0
counts = collections.Counter()


def head(status, *fields):
    return ("HTTP/1.1 %s\r\n%sConnection: close\r\n\r\n" % (status, "".join(f + "\r\n" for f in fields))).encode(
        "latin-1"
    )


def page(text, *fields):
    body = text.encode()
    return head("200 OK", "Content-Type: text/html", "Content-Length: %d" % len(body), *fields) + body


def note_sent(count):
    with lock:
        with open(LOG + ".sent", "a") as file:
            print(count, file=file)


def with_query(url, query):
    return url if not query else url + ("&" if "?" in url else "?") + query


OFFER = "https://click.linksynergy.com/deeplink?id=A*b/C&mid=1&murl=https%3A%2F%2Fshop.example%2F"


def answer(connection, method, path, query, count, begin):
    """Sends the answer to one request. `count` is how often the path was asked before; `begin` is called first."""

    def send(data):
        begin()
        connection.sendall(data)

    parts = path.strip("/").split("/")
    kind = parts[0]
    if kind == "forward":  # /forward/301
        send(head(parts[1] + " Moved", "Location: " + with_query(OFFER, query), "Content-Length: 0"))
    elif kind == "drop":  # /drop/302
        send(head(parts[1] + " Found", "Location: " + OFFER, "Content-Length: 0"))
    elif kind == "after-hash":  # Pretty Links with a target that has a fragment
        send(head("302 Found", "Location: " + with_query(OFFER + "#top", query)))
    elif kind == "renamed":
        send(head("302 Found", "Location: " + with_query(OFFER, query.replace("u1=", "U1="))))
    elif kind == "nested":
        send(head("302 Found", "Location: " + OFFER + "%3Fu1%3D" + query.partition("u1=")[2]))
    elif kind == "own-subid":
        send(head("302 Found", "Location: " + with_query(OFFER + "&u1=own", query)))
    elif kind == "exact":  # the Redirection plugin's default: a request with a query does not match
        send(head("404 Not Found", "Content-Length: 0") if query else head("302 Found", "Location: " + OFFER))
    elif kind == "refresh":
        send(page("<p>one moment", "Refresh: 0; url=" + with_query(OFFER, query)))
    elif kind == "stub":
        send(page('<meta http-equiv=refresh content="0; url=%s">' % OFFER.replace("&", "&amp;")))
    elif kind == "no-head":  # /no-head/405, /no-head/close
        if method == "HEAD":
            if parts[1] == "close":
                return
            send(head(parts[1] + " No", "Content-Length: 0"))
        else:
            send(head("302 Found", "Location: " + with_query(OFFER, query)))
    elif kind == "slow":  # /slow/SECONDS
        time.sleep(float(parts[1]))
        send(head("302 Found", "Location: " + with_query(OFFER, query)))
    elif kind == "trickle":
        send(head("200 OK", "Content-Type: text/html"))
        if method == "GET":
            sent = 0
            try:
                while sent < 600:
                    sent += connection.send(b"x")
                    time.sleep(0.1)
            finally:
                note_sent(sent)
    elif kind == "endless-head":
        send(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            send(b"X-%d: %s\r\n" % (number, b"y" * 1000))
    elif kind == "chain":  # /chain/N leads to /chain/N-1 and so on to the offer
        left = int(parts[1])
        send(head("301 Moved", "Location: " + with_query("/chain/%d" % (left - 1) if left > 1 else OFFER, query)))
    elif kind == "endless":
        send(head("301 Moved", "Location: " + with_query("/endless/%d" % (int(parts[1]) + 1), query)))
    elif kind == "loop":
        send(head("302 Found", "Location: " + with_query("/loop/" + {"a": "b", "b": "a"}[parts[1]], query)))
    elif kind == "self":
        send(head("302 Found", "Location: " + with_query("/self", query)))
    elif kind == "big":  # 10 MB
        size = 10_000_000
        send(head("200 OK", "Content-Type: text/html", "Content-Length: %d" % size))
        if method == "GET":
            sent = 0
            try:
                while sent < size:
                    sent += connection.send(b"z" * 65536)
            finally:
                note_sent(sent)
    elif kind == "too-long":  # says more than it sends
        send(head("302 Found", "Location: " + with_query(OFFER, query), "Content-Length: 5000") + b"short")
    elif kind == "too-long-page":
        stub = '<meta http-equiv=refresh content="0; url=%s">' % OFFER
        send(head("200 OK", "Content-Type: text/html", "Content-Length: 5000") + stub.encode())
    elif kind == "too-short":  # sends more than it says
        send(head("302 Found", "Location: " + with_query(OFFER, query), "Content-Length: 2") + b"longer")
    elif kind == "close":
        return
    elif kind == "half":  # closes within its head
        send(b"HTTP/1.1 302 Found\r\nLocation: https://click.link")
    elif kind == "garbage":
        send(b"\x00\x01SSH-2.0-OpenSSH\r\n\r\n")
    elif kind == "busy":  # 429 once
        if count == 0:
            send(head("429 Too Many Requests", "Retry-After: " + parts[1], "Content-Length: 0"))
        else:
            send(head("302 Found", "Location: " + with_query(OFFER, query)))
    elif kind == "always":  # /always/STATUS
        send(head(parts[1] + " Always", "Content-Type: text/html", "Content-Length: 0"))
    elif kind == "recovers":  # 5xx as often as said, then good
        with lock:
            counts["recovers"] += 1
            failed = counts["recovers"] <= int(parts[1])
        send(head("503 Unavailable") if failed else head("302 Found", "Location: " + with_query(OFFER, query)))
    elif kind == "relative":
        send(head("302 Found", "Location: " + with_query("../drop/302", query)))
    elif kind == "spaces":
        send(head("302 Found", "Location:   https://shop.example/a b?c=d e" + ("&" + query if query else "") + "  "))
    elif kind == "utf-8":
        send(b"HTTP/1.1 302 Found\r\nLocation: https://shop.example/\xc3\xa9t\xc3\xa9?q=\xc3\xbc&" + query.encode()
             + b"\r\n\r\n")
    elif kind == "latin-1":
        send(b"HTTP/1.1 302 Found\r\nLocation: https://shop.example/\xe9t\xe9?" + query.encode() + b"\r\n\r\n")
    elif kind == "no-location":
        send(head("302 Found", "Content-Length: 0"))
    elif kind == "two-locations":
        send(head("302 Found", "Location: " + OFFER, "Location: https://other.example/"))
    elif kind == "mailto":
        send(head("302 Found", "Location: mailto:shop@example.com"))
    elif kind == "to":  # /to/HOST:PORT
        send(head("302 Found", "Location: " + with_query("http://%s/drop/302" % parts[1], query)))
    elif kind == "page":
        send(page("<h1>A page</h1>"))
    elif kind == "picture":
        send(head("200 OK", "Content-Type: image/png", "Content-Length: 3") + b"png")
    elif kind == "early":  # an informational answer comes first
        send(b"HTTP/1.1 103 Early Hints\r\nLocation: https://wrong.example/\r\n\r\n")
        send(head("302 Found", "Location: " + with_query(OFFER, query)))
    else:
        send(head("404 Not Found", "Content-Length: 0"))


def serve(connection, context):
    global active
    try:
        connection.settimeout(30)
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        received = b""
        while b"\r\n\r\n" not in received:
            data = connection.recv(65536)
            if not data:
                return
            received += data
        lines = received.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        path, _, query = target.partition("?")
        with lock:
            active += 1
            count = counts[path]
            counts[path] += 1
            entry = {"method": method, "target": target, "host": fields.get("host"),
                     "agent": fields.get("user-agent"), "active": active}
            with open(LOG, "a") as file:
                print(json.dumps(entry), file=file)
        under_way = [entry]

        def begin():
            # Before the first byte: who has the answer may ask for the next thing before this thread goes on.
            global active
            with lock:
                active -= len(under_way)
                under_way.clear()

        try:
            answer(connection, method, path, query, count, begin)
        finally:
            begin()
    except (OSError, ValueError):
        pass
    finally:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        connection.close()


LOG = sys.argv[1]
context = None
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0), backlog=128)
starter = os.getppid()
print(listener.getsockname()[1], flush=True)
if os.fork():
    os._exit(0)
os.setsid()
for stream in 0, 1, 2:
    os.dup2(os.open(os.devnull, os.O_RDWR), stream)


def end_with_starter():
    while True:
        time.sleep(0.5)
        try:
            os.kill(starter, 0)
        except OSError:
            os._exit(0)


threading.Thread(target=end_with_starter, daemon=True).start()
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted, context), daemon=True).start()
