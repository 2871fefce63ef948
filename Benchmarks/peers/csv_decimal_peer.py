"""Sums the commission of each order of a report with Python's csv and Decimal, and prints lines, orders and the total."""

import csv
import sys
from decimal import Decimal

orders, lines = {}, 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        mid, order, commission = (header.index(name) for name in ("MID", "Order ID", "Total Commission"))
        for row in rows:
            key = row[mid], row[order]
            orders[key] = orders.get(key, 0) + Decimal(row[commission])
            lines += 1
print(lines, len(orders), sum(orders.values()))
