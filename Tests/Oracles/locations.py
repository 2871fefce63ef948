"""Asks servers for pages and prints how they answer.

    locations.py < requests

One request a line, as JSON: {"port": 8080, "target": "/goto/x?a=1", "host": "example.com"}. The target is
sent as it stands. One answer a line: {"status": 301, "location": "…" or null}, in the same order;
a broken connection is status 0. Nothing is followed.
"""

import http.client
import json
import sys


class Connection(http.client.HTTPConnection):
    """Sends a target with any printable characters."""

    def _validate_path(self, url):
        pass


connections = {}
for line in sys.stdin:
    request = json.loads(line)
    for attempt in (1, 2):
        port = request["port"]
        if port not in connections:
            connections[port] = Connection("127.0.0.1", port, timeout=20)
        connection = connections[port]
        try:
            connection.putrequest("GET", request["target"], skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", request["host"])
            connection.endheaders()
            answer = connection.getresponse()
            answer.read()
            location = answer.getheader("Location")
            if location is not None:
                location = location.encode("latin-1").decode("utf-8", "replace")
            result = {"status": answer.status, "location": location}
            if answer.getheader("Connection") == "close":
                connections.pop(port).close()
            break
        except (OSError, http.client.HTTPException):
            connections.pop(port).close()
            result = {"status": 0, "location": None}
    print(json.dumps(result))
