"""The same as csv_decimal_peer.py with DuckDB, in one thread."""

import sys

import duckdb

database = duckdb.connect(config={"threads": 1})
print(*database.execute(
    """
    with orders as (
      select count(*) as lines, sum("Total Commission"::decimal(18, 6)) as commission
      from read_csv(?, header = true, all_varchar = true, delim = ',', quote = '"')
      group by "MID", "Order ID")
    select sum(lines), count(*), sum(commission) from orders
    """, [sys.argv[1:]]).fetchone())
