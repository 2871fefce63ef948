"""Random histories of sales, written as reports and postbacks, against `autotag conversions`.

What comes of a history is worked out here from the text of Sources/Conversions/README.md alone, line by line and by the
section's numbers: nothing is shared with the program. Many histories, each of an advertiser of its own, go into one run.

    conversion_histories.py AUTOTAG [--count N] [--seed S] [--first N] [--per-run N] [--small N] [--verbose]

The ordinary suite runs a few hundred; run 10,000 by hand after a change of the rules (debug build, a few minutes):

    python3 Tests/Oracles/conversion_histories.py .build/debug/autotag --count 10000

Checked are, for each history, the state, codes, event and fields of every line; for each run, the sums by file and currency,
orders and events, that files of other names with their rows in another order give the same ledger without its places, and
that no counted line changes when files are given twice, under other names and in another order too. `--small` takes lines away
from a history that disagrees as long as it still does.
"""

import argparse
import collections
import csv
import dataclasses
import datetime
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import urllib.parse
from decimal import Decimal as D

START = datetime.datetime(2026, 10, 1, 8, 0, 0)
# Codes of which section 2 to 8 say when they stand.
CODES = {
    "u1-missing", "u1-placeholder", "u1-malformed", "u1-looks-personal", "event-superseded", "event-unconfirmed",
    "event-ignored", "batch-twin", "batch-twin-possible", "line-repeated", "line-changed", "order-reversed", "order-in-two-reports", "negative-line",
}
# The fields that a line of the ledger does not have where their values are not given.
NOTHING = {
    "codes": [], "event": "", "transaction_date": None, "process_date": None, "mid": "", "order_id": "", "sku": "",
    "etransaction_id": None, "u1": "", "currency": None, "sales": None, "commission": None, "quantity": None, "type": None,
    "is_event": False, "twin": None,
}
FAULTS = {"": "u1-missing", "--CLICK-ID--": "u1-placeholder", "a b{c}": "u1-malformed", "jane@example.com": "u1-looks-personal"}
SKU_EVENTS = {"NEWS": "CompleteRegistration", "TEST": "ignore"}
CONFIGURATION = "conversions:\n  events:\n    skus: {NEWS: CompleteRegistration, TEST: ignore}\n"

ITEM = ["Transaction ID", "Member ID (U1)", "MID", "Advertiser Name", "Order ID", "Transaction Date", "Transaction Time",
        "SKU", "Product Name", "Sales", "# of Items", "Total Commission", "Currency", "Process Date", "Process Time"]
# Neither a sale nor a date.
BARE = ["Order ID", "MID", "Member ID (U1)", "SKU", "Total Commission", "Currency", "# of Items"]
SHORT = ["Order ID", "MID", "Member ID (U1)", "Transaction Date", "Transaction Time", "Sales", "Total Commission", "Currency"]
SIGNATURE = ["Member ID (U1)", "MID", "Advertiser Name", "Order ID", "Transaction Date", "Transaction Time", "SKU", "Sales",
             "# of Items", "Total Commission", "Process Date", "Process Time"]
COLUMNS = {"signature": SIGNATURE, "item": ITEM, "short": SHORT, "bare": BARE}
FILES = ["signature-1", "signature-2", "item-1", "item-2", "short-1", "bare-1", "events-1", "events-2", "postbacks-1",
         "postbacks-2", "log-1"]


def shape_of(file):
    return file.split("-")[0]


def is_message(file):
    return shape_of(file) in ("events", "postbacks", "log")


def kind_of(line):
    """The kind of report, of section 7."""
    return ("with an id" if line.id else "without one") if is_message(line.file) else shape_of(line.file)


@dataclasses.dataclass
class Line:
    """A line as section 1 sees it, in the file that it is written to."""

    mid: str
    order: str
    sku: str
    u1: str
    sale: D | None
    commission: D
    quantity: int
    currency: str | None
    date: datetime.datetime | None
    process: datetime.datetime | None
    type: str | None
    event: bool
    id: str | None
    file: str = ""
    broken: str | None = None
    state: str = "ok"
    codes: set = dataclasses.field(default_factory=set)

    def in_file(self, file, default_currency):
        """The line with what the shape of that file can say of it."""
        line = dataclasses.replace(self, file=file, codes=set(), state="ok")
        shape = shape_of(file)
        if is_message(file):
            line.currency = line.currency or default_currency
            return line
        line.type, line.event = None, False
        line.sale = line.amount
        if shape != "item":
            line.id = None
        if shape == "signature":
            line.currency = default_currency
        else:
            line.currency = line.currency or default_currency
        if shape == "short":
            line.sku, line.quantity, line.process = "", 1, None
        if shape == "bare":
            line.sale, line.date, line.process = None, None, None
        return line

    @property
    def negative(self):
        return self.amount < 0 or self.commission < 0 or self.quantity < 0

    @property
    def amount(self):
        """The sale as sums have it."""
        return self.sale or D(0)

    @property
    def says(self):
        """All fields of section 1 but the id and the type."""
        return (self.mid, self.order, self.sku, self.u1, self.sale, self.commission, self.quantity, self.currency,
                self.date, self.process, self.event)

    @property
    def counted(self):
        return self.state in ("ok", "error")

    @property
    def event_name(self):
        if self.sku in SKU_EVENTS:
            return SKU_EVENTS[self.sku]
        return "Lead" if self.commission == 0 else "Purchase"

    def drop(self, code):
        self.state = "deduplicated"
        self.codes.add(code)


# MARK: The outcome

OLD = datetime.datetime.min
TYPES = [None, "realtime", "batch"]


def decide(lines, count_twins):
    """Sets states and codes by the text."""
    lines = [line for line in lines if not line.broken]
    # 3
    for line in lines:
        if line.event_name == "ignore":
            line.state = "discarded"
            line.codes.add("event-ignored")
    seen = [line for line in lines if line.state != "discarded"]
    # The kinds of report that have what a line says, but for id and type.
    kinds = collections.defaultdict(set)
    for line in seen:
        kinds[line.says].add(kind_of(line))
    # 4, with an id
    groups = collections.defaultdict(list)
    for line in seen:
        if line.id:
            groups[line.mid, line.id, line.event, line.negative].append(line)
    for group in groups.values():
        def rank(line):
            return (line.process or OLD, line.date or OLD, line.commission, line.amount, line.quantity, line.sale is not None,
                    TYPES.index(line.type), line.sku.encode(), line.u1.encode(), line.order.encode(), line.currency or "")
        best = max(group, key=rank)
        for line in group:
            if line is not best:
                line.drop("line-repeated")
        if any(line.commission != best.commission or line.quantity != best.quantity
               or not all(maybe(getattr(line, name), getattr(best, name))
                          for name in ("order", "sku", "u1", "sale", "currency", "date", "type"))
               for line in group):
            best.codes.add("line-changed")
        kinds[best.says].update(kind_of(line) for line in group)
    # 4, without
    groups = collections.defaultdict(list)
    for line in seen:
        if not line.id:
            groups[(*line.says, line.type)].append(line)
    for group in groups.values():
        by_file = collections.Counter(line.file for line in group)
        group.sort(key=lambda line: line.file)
        for line in group[max(by_file.values()):]:
            line.drop("line-repeated")
    # 4, with and without
    groups = collections.defaultdict(lambda: ([], []))
    for line in seen:
        if line.counted and not line.event:
            groups[line.says][0 if line.id else 1].append(line)
    for with_id, without in groups.values():
        without.sort(key=lambda line: ([None, "batch", "realtime"].index(line.type), line.file))
        for line in without[:len(with_id)]:
            line.drop("line-repeated")
    # 2
    for line in seen:
        if line.counted and line.u1 in FAULTS:
            line.state = "error"
            line.codes.add(FAULTS[line.u1])
    # 5
    paid = [line for line in seen if line.counted and not line.event and not line.negative]
    ids = {(line.mid, line.id) for line in paid if line.id}
    items = {(line.mid, line.order, line.sku) for line in paid if line.order}
    def lone(event):
        """The one item that an order announces, and the one that is paid, of which a SKU is not known."""
        its = [{line.sku for line in some if (line.mid, line.order) == (event.mid, event.order)}
               for some in (announced, paid)]
        return event.order and all(len(skus) == 1 for skus in its) and {""} in its
    announced = [line for line in seen if line.counted and line.event]
    superseded = [line for line in announced if lone(line)]
    for line in superseded:
        line.drop("event-superseded")
    for line in seen:
        if line.event and line.counted and ((line.mid, line.id) in ids or (line.mid, line.order, line.sku) in items):
            line.drop("event-superseded")
    # 6
    def place(line):
        return (line.date, line.order.encode(), (line.id or "").encode(), line.process or OLD, line.event)
    candidates = [line for line in seen if line.counted and line.date]
    batch = sorted((line for line in candidates if line.type == "batch"), key=place)
    free = sorted((line for line in candidates if line.type == "realtime"), key=place)
    for line in batch:
        for other in free:
            same = all(getattr(line, name) == getattr(other, name)
                       for name in ("mid", "currency", "sku", "sale", "commission", "quantity", "u1"))
            if (same and abs(line.date - other.date) <= datetime.timedelta(hours=48) and line.order != other.order
                    and (not line.id or line.id != other.id)):
                free = [each for each in free if each is not other]
                out = other if other.event and not line.event else line
                if line.state == "ok" and line.u1:
                    out.codes.add("batch-twin")
                    if not count_twins:
                        out.state = "deduplicated"
                else:
                    out.codes.add("batch-twin-possible")
                break
    for line in seen:
        if line.counted:
            line.codes |= {"event-unconfirmed"} if line.event else set()
            line.codes |= {"negative-line"} if line.negative else set()
        else:
            line.codes -= set(FAULTS.values())
    # 8
    orders = collections.defaultdict(list)
    for line in seen:
        if line.counted:
            orders[(line.mid, line.order, line.currency) if line.order else id(line)].append(line)
    for order in orders.values():
        # 2: a return has the click of its sale.
        if any(line.order and line.state == "ok" and line.u1 for line in order):
            for line in order:
                if line.negative and line.u1 == "":
                    line.state = "ok"
                    line.codes.discard("u1-missing")
        if taken_back((line.amount, line.commission, line.negative) for line in order):
            for line in order:
                line.codes.add("order-reversed")


    # 7
    by_number = collections.defaultdict(list)
    for line in seen:
        if line.counted and line.order and not line.negative:
            by_number[line.mid, line.order].append(line)
    for same in by_number.values():
        for one in same:
            for other in same:
                if (maybe(one.sku, other.sku) and maybe(one.currency, other.currency) and one.says != other.says
                        and not kinds[one.says] & kinds[other.says]):
                    for line in orders[one.mid, one.order, one.currency] + orders[other.mid, other.order, other.currency]:
                        line.codes.add("order-in-two-reports")


def maybe(one, other):
    """The same, as far as both are known."""
    return one == other or one in ("", None) or other in ("", None)


def taken_back(lines):
    """Rule 8, of sales, commissions, and being negative."""
    sales, commissions, negative = zip(*lines)
    return any(negative) and (sum(sales) if any(sales) else sum(commissions)) <= 0


# MARK: Histories

GOOD_U1 = ["Ux8XY7sKGJ4xJy8pVgHA8ne6Z2", "AJFVB3kJPVWGz9bcEFUQyJB7fJ", "click_3-b"]
BROKEN = ["amount", "date", "currency"]


def history(seed, mid, default_currency):
    """Lines of one advertiser."""
    rng = random.Random(seed)
    lines = []
    ids = iter(f"{mid}ID{number:04}" for number in range(10000))
    files = rng.sample(FILES, rng.choice([1, 2, 2, 3, 4, 5]))

    def put(line, file=None):
        file = file or rng.choice(files)
        placed = line.in_file(file, default_currency)
        lines.append(placed)
        return placed

    def amounts():
        sale = rng.choice([D("10.00"), D("10.00"), D("20.5"), D("0"), D("1234.56"), D("3.333334"), None])
        return sale, rng.choice([D("1.00"), D("1.00"), D("2.5"), D("0"), D("0.000001")])

    def item(order, date):
        sale, commission = amounts()
        delay = datetime.timedelta(seconds=rng.choice([0, 300, 300, 86400]))
        process = date + delay
        return Line(
            mid=mid, order=order, sku=rng.choice(["A", "A", "B", "B", "", "NEWS", "TEST"]),
            u1=rng.choice(list(FAULTS)) if rng.random() < 0.12 else rng.choice(GOOD_U1[:2] if rng.random() < 0.9 else GOOD_U1),
            sale=sale, commission=commission, quantity=rng.choice([1, 1, 1, 2]),
            currency=rng.choice(["USD", "USD", "USD", "EUR", None]), date=date,
            process=process if rng.random() < 0.9 else None, type=rng.choice(["realtime", "realtime", "batch", None]),
            event=False, id=next(ids) if rng.random() < 0.7 else None)

    def later(line):
        """The line sent again, changed or not."""
        again = dataclasses.replace(line)
        if rng.random() < 0.6:
            again.process = (line.process or START) + datetime.timedelta(hours=rng.choice([0, 1, 30, -1]))
        for _ in range(rng.choice([0, 0, 1, 1, 2])):
            what = rng.choice(["commission", "sale", "quantity", "u1", "sku", "date", "type", "order", "currency"])
            if what in ("commission", "sale"):
                setattr(again, what, amounts()[what == "commission"])
            elif what == "quantity":
                again.quantity = rng.choice([1, 2, 3])
            elif what == "u1":
                again.u1 = rng.choice(GOOD_U1 + list(FAULTS))
            elif what == "sku":
                again.sku = rng.choice(["A", "B", ""])
            elif what == "date" and line.date:
                again.date = rng.choice([line.date + datetime.timedelta(seconds=rng.choice([-1, 1, 3600])), None])
            elif what == "type":
                again.type = rng.choice(["realtime", "batch", None])
            elif what == "order":
                again.order = rng.choice(["O1", "O2", ""])
            elif what == "currency":
                again.currency = rng.choice(["USD", "EUR", None])
        return again

    def twin(line):
        if line.date is None:
            return line
        hours = datetime.timedelta(hours=rng.choice([0, 1, 24, 48, 48, -48, 49]))
        seconds = datetime.timedelta(seconds=rng.choice([0, 0, 1, -1]))
        return dataclasses.replace(
            line, type="batch" if line.type != "batch" else "realtime", date=line.date + hours + seconds,
            order=line.order if rng.random() < 0.15 else rng.choice(["T1", "T2", ""]),
            id=rng.choice([line.id, None]) if rng.random() < 0.3 else next(ids), event=rng.random() < 0.1)

    def returned(line):
        part = 1 if line.negative else rng.choice([1, 1, 1, 2])
        return dataclasses.replace(
            line, sale=line.sale and -line.sale / part, commission=-line.commission if part == 1 else line.commission * 0,
            quantity=rng.choice([line.quantity, -line.quantity]), id=rng.choice([line.id, next(ids)]), event=False,
            process=(line.process or START) + datetime.timedelta(days=rng.choice([0, 5])))

    for number in range(rng.choice([1, 1, 2, 3])):
        order = rng.choice([f"O{number}", f"O{number}", f"O{number}", "O1", ""])
        date = START + datetime.timedelta(seconds=rng.choice([0, 1, 3600, 86400 * 2]))
        for _ in range(rng.choice([1, 1, 2, 3])):
            line = item(order, date)
            way = rng.random()
            if way < 0.2:  # announced, perhaps paid
                put(dataclasses.replace(line, event=True, type="realtime"))
                if rng.random() < 0.6:
                    paid = later(line) if rng.random() < 0.3 else line
                    put(dataclasses.replace(paid, id=paid.id if rng.random() < 0.5 else next(ids)))
            else:
                put(line)
            if rng.random() < 0.1:
                discount = rng.choice([D("1"), D("10.00"), D("30")])
                put(dataclasses.replace(line, sku="DISCOUNT", sale=-discount, commission=-discount / 10, id=next(ids)))
    for _ in range(rng.choice([0, 1, 2, 3, 4, 6])):
        line = rng.choice(lines)
        way = rng.random()
        if way < 0.35:
            put(line)
        elif way < 0.45:
            put(line, line.file)
        elif way < 0.65:
            put(later(line))
        elif way < 0.82:
            put(twin(line))
        elif way < 0.95:
            put(returned(line))
        else:
            put(dataclasses.replace(line, broken=rng.choice(BROKEN)))
    rng.shuffle(lines)
    return lines


# MARK: Files

def number(amount):
    return "" if amount is None else format(amount, "f")


def message(line, rng, api):
    def date(value):
        if api:
            return value.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (UTC)")
        return value.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    fields = {
        "advertiser_id": line.mid, "order_id": line.order, "sku_number": line.sku, "u1": line.u1,
        "sale_amount": number(line.sale), "commissions": number(line.commission), "quantity": str(line.quantity),
        "currency": line.currency or "", "transaction_date": date(line.date) if line.date else "",
        "process_date": date(line.process) if line.process else "", "transaction_type": line.type or "",
        "is_event": "Y" if line.event else "N", "etransaction_id": line.id or "", "sid": "3771737",
    }
    if line.broken == "amount":
        fields["commissions"] = "1;5"
    elif line.broken == "date":
        fields["transaction_date"] = "yesterday"
    elif line.broken == "currency":
        fields["currency"] = "euro5"
    fields = {name: value for name, value in fields.items()
              if value != "" or name in ("u1", "is_event", "order_id") or name != "sale_amount" and rng.random() < 0.5}
    if line.quantity == 1 and rng.random() < 0.3:
        del fields["quantity"]
    names = list(fields)
    rng.shuffle(names)
    return {name: fields[name] for name in names}


def json_object(fields, numbers):
    parts = []
    for name, value in fields.items():
        bare = numbers and name in ("sale_amount", "commissions", "quantity", "advertiser_id") and value.lstrip("-").replace(".", "", 1).isdigit()
        parts.append(f"{json.dumps(name)}: {value if bare else json.dumps(value)}")
    return "{" + ", ".join(parts) + "}"


def row(line, columns, rng):
    def amount(value):
        text = number(value)
        if rng.random() < 0.5 and value and abs(value) >= 1000:
            whole, _, rest = text.partition(".")
            text = f"{int(whole):,}" + ("." + rest if rest else "")
        return text
    def date(value):
        return f"{value.month}/{value.day}/{value:%y}" if value else ""
    def time(value):
        return f"{value:%H:%M:%S}" if value else ""
    cells = {
        "Transaction ID": line.id or "", "Member ID (U1)": line.u1, "MID": line.mid, "Advertiser Name": "Shop",
        "Order ID": line.order, "Transaction Date": date(line.date), "Transaction Time": time(line.date), "SKU": line.sku,
        "Product Name": rng.choice(["Lamp", "Lamp, big"]), "Sales": amount(line.sale), "# of Items": str(line.quantity),
        "Total Commission": amount(line.commission), "Currency": line.currency or "", "Process Date": date(line.process),
        "Process Time": time(line.process),
    }
    column = {"currency": "Currency", "date": "Transaction Date"}.get(line.broken)
    if line.broken == "amount" or (column and column not in columns):
        cells["Total Commission"] = "1;5"
    elif line.broken == "date":
        cells["Transaction Date"] = "yesterday"
    elif line.broken == "currency":
        cells["Currency"] = "euro5"
    return [cells[name] for name in columns]


def write(file, lines, rng, path):
    shape = shape_of(file)
    if shape in COLUMNS:
        text = io.StringIO()
        writer = csv.writer(text, quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator=rng.choice(["\n", "\r\n"]))
        columns = list(COLUMNS[shape])
        writer.writerow(columns)
        for line in lines:
            writer.writerow(row(line, columns, rng))
        text = rng.choice(["", "\ufeff"]) + text.getvalue()
    elif shape == "events":
        objects = [json_object(message(line, rng, True), True) for line in lines]
        text = '{"_metadata": {"page": 1}, "data": [\n' + ",\n".join(objects) + "\n]}\n"
    elif shape == "postbacks":
        text = "".join(json_object(message(line, rng, False), False) + "\n" for line in lines)
    else:
        text = "".join(
            '203.0.113.7 - - [21/Oct/2026:06:58:46 +0000] "GET /postback?'
            + urllib.parse.urlencode(message(line, rng, False)) + ' HTTP/1.1" 204 0 "-" "-"\n' for line in lines)
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(text)


class Run:
    """One run of the program over many lines."""

    def __init__(self, program, lines, seed, default_currency, count_twins, twice=False, shuffled=False):
        rng = random.Random(seed)
        by_file = collections.defaultdict(list)
        for line in lines:
            by_file[line.file].append(line)
        self.names = {}
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/autotag.yml", "w", encoding="utf-8") as out:
                out.write(CONFIGURATION)
            for file, its in by_file.items():
                copies = 2 if twice and rng.random() < 0.6 else 1
                for copy in range(copies):
                    # The first run reads files in the order that `decide` takes them in.
                    name = f"{rng.randrange(1000) if shuffled else 0:03}-{file}{'-again' if copy else ''}.txt"
                    its = list(its)
                    if shuffled or copy:
                        rng.shuffle(its)
                    self.names[name] = file
                    write(file, its, rng, f"{folder}/{name}")
            arguments = sorted(self.names)
            rng.shuffle(arguments)
            options = ["--currency", default_currency] if default_currency else []
            options += ["--count-twins"] if count_twins else []
            output = subprocess.run(
                [program, "conversions", *arguments, "--format", "json", "--fail-on", "never", "--report", "ledger.csv", *options],
                cwd=folder, capture_output=True, text=True, check=False)
            if output.returncode != 0:
                raise SystemExit(f"status {output.returncode}: {output.stderr}")
            self.report = json.loads(output.stdout)
            with open(f"{folder}/ledger.csv", encoding="utf-8", newline="") as text:
                self.csv = list(csv.DictReader(text))
        self.ledger = collections.defaultdict(collections.Counter)
        # Lines that were not understood say nothing of their order.
        self.report["ledger"] = [{**NOTHING, **entry} for entry in self.report["ledger"]]
        self.unread = [entry for entry in self.report["ledger"] if entry["state"] == "error" and not entry["counted"]]
        self.all = self.report["ledger"]
        self.report["ledger"] = [entry for entry in self.all if entry["state"] != "error" or entry["counted"]]
        for entry in self.report["ledger"]:
            self.ledger[entry["mid"]][of_entry(entry)] += 1


def moment(value):
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def of_entry(entry):
    return (entry["state"], entry["counted"], tuple(sorted(CODES.intersection(entry["codes"]))), entry["event"],
            entry["transaction_date"], entry["process_date"], entry["order_id"], entry["sku"], entry["etransaction_id"] or None,
            entry["u1"], entry["currency"], entry["sales"] and D(entry["sales"]), D(entry["commission"]), entry["quantity"], entry["type"],
            entry["is_event"])


def of_line(line):
    return (line.state, line.counted, tuple(sorted(line.codes)), line.event_name, moment(line.date), moment(line.process),
            line.order, line.sku, line.id, line.u1, line.currency, line.sale, line.commission, line.quantity, line.type, line.event)


# MARK: Checks

def sums_of(entries):
    return (len(entries), sum((D(entry["sales"] or 0) for entry in entries), D(0)),
            sum((D(entry["commission"] or 0) for entry in entries), D(0)))


def sums_in(sums):
    return (sums["lines"], D(sums["sales"]), D(sums["commission"]))


def by_state(states):
    """The sums of the lines that the ledger has, by their state; broken lines are an error that is not counted."""
    return {one["state"]: sums_in(one) for one in states if one["state"] != "error" or one["counted"]}


def arithmetic(run, lines):
    """Disagreements of the sums with the ledger, and of the ledger with the rows of the files."""
    wrong = []
    def expect(what, found, wanted):
        if found != wanted:
            wrong.append(f"{what}: {found}, not {wanted}")
    ledger = run.report["ledger"]
    rows = collections.Counter((line.file, bool(line.broken)) for line in lines)
    for source in run.report["sources"]:
        path, file = source["path"], run.names[source["path"]]
        expect(f"{path} problem", source["problem"], None)
        expect(f"{path} not understood", source["not_understood"], rows[file, True])
        its = [entry for entry in ledger if entry["file"] == path]
        expect(f"{path} rows", len(its), rows[file, False])
        expect(f"{path} rows that were not understood", sum(e["file"] == path for e in run.unread), rows[file, True])
        expect(f"{path} lines in its sums", sum(state["lines"] for sums in source["sums"] for state in sums["states"]),
               rows[file, False] + rows[file, True])
        for sums in source["sums"]:
            expect(f"{path} {sums['currency']} not understood",
                   sums_of([e for e in run.unread if e["file"] == path and e["currency"] == sums["currency"]]),
                   *[sums_in(one) for one in sums["states"] if one["state"] == "error" and not one["counted"]])
            for state, found in by_state(sums["states"]).items():
                wanted = sums_of([e for e in its if e["currency"] == sums["currency"] and e["state"] == state])
                expect(f"{path} {sums['currency']} {state}", found, wanted)
            written = [line for line in lines if line.file == file and not line.broken and line.currency == sums["currency"]]
            read = by_state(sums["states"]).values()
            expect(f"{path} {sums['currency']} rows", tuple(map(sum, zip(*read))),
                   (len(written), sum((l.amount for l in written), D(0)), sum((l.commission for l in written), D(0))))
    for total in run.report["totals"]:
        currency = total["currency"]
        its = [entry for entry in ledger if entry["currency"] == currency]
        counted = [entry for entry in its if entry["counted"]]
        expect(f"{currency} counted", sums_in(total["counted"]), sums_of(counted))
        expect(f"{currency} announced", sums_in(total["announced"]), sums_of([e for e in counted if e["is_event"]]))
        for state, found in by_state(total["states"]).items():
            expect(f"{currency} {state}", found, sums_of([e for e in its if e["state"] == state]))
        orders = collections.defaultdict(list)
        for index, entry in enumerate(counted):
            orders[(entry["mid"], entry["order_id"]) if entry["order_id"] else index].append(entry)
        events, back = collections.Counter(), 0
        for order in orders.values():
            amounts = [(D(e["sales"] or 0), D(e["commission"])) for e in order]
            if taken_back((*both, min(*both, e["quantity"]) < 0) for both, e in zip(amounts, order)):
                back += 1
            else:
                events[min((-D(e["commission"]), e["event"]) for e in order)[1]] += 1
        expect(f"{currency} orders", total["orders"], len(orders))
        expect(f"{currency} taken back", total["reversed_orders"], back)
        expect(f"{currency} events", {k: v for k, v in total["events"].items() if v}, dict(events))
    expect("records of the csv ledger", collections.Counter((r["state"], r["mid"], r["file"], r["line"]) for r in run.csv),
           collections.Counter((e["state"], e["mid"], e["file"], str(e["line"])) for e in run.all))
    return wrong


def counted_sums(run):
    return {(total["currency"], name): (sums_in(total[name]) if name in ("counted", "announced") else total[name])
            for total in run.report["totals"] for name in ("counted", "announced", "orders", "reversed_orders", "events")}


def difference(found, wanted):
    return [f"  - {each}" for each in (wanted - found).elements()] + [f"  + {each}" for each in (found - wanted).elements()]


def expected(lines, count_twins):
    for line in lines:
        line.state, line.codes = "ok", set()
    decide(lines, count_twins)
    return collections.Counter(of_line(line) for line in lines if not line.broken)


def sums_back(run, mid):
    """The counted lines of an advertiser, which a file that is given twice leaves as they are."""
    return collections.Counter({entry: number_ for entry, number_ in run.ledger[mid].items() if entry[1]})


def shrink(program, lines, kind, currency, count_twins):
    """The fewest lines that disagree in this way, and the runs that do."""
    mid = lines[0].mid

    def disagree(some):
        first = Run(program, some, 0, currency, count_twins)
        if kind == "outcome":
            return (first, first) if first.ledger[mid] != expected(some, count_twins) else None
        for seed in range(4):
            other = Run(program, some, seed, currency, count_twins, twice=kind == "twice", shuffled=True)
            if kind == "order" and other.ledger[mid] != first.ledger[mid]:
                return first, other
            if kind == "twice" and sums_back(other, mid) != sums_back(first, mid):
                return first, other
        return None

    runs = disagree(lines)
    index = 0
    while runs and index < len(lines):
        fewer = lines[:index] + lines[index + 1:]
        found = disagree(fewer) if fewer else None
        if found:
            lines, runs = fewer, found
        else:
            index += 1
    return (lines, *(runs or (Run(program, lines, 0, currency, count_twins),) * 2))


def describe(lines):
    return ["    " + " ".join(str(part) for part in (
        line.file, "order", line.order or "-", "sku", line.sku or "-", line.u1 or "-", line.sale, line.commission, f"x{line.quantity}",
        line.currency, moment(line.date), moment(line.process), line.type, "Y" if line.event else "N", line.id or "no id",
        line.broken or "", "->", line.state, *sorted(line.codes))) for line in lines]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built autotag")
    parser.add_argument("--count", type=int, default=10000, help="histories in all (10000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first history")
    parser.add_argument("--per-run", type=int, default=250, help="histories in one run of the program (250)")
    parser.add_argument("--small", type=int, default=0, metavar="N", help="shrink the first N histories that disagree")
    parser.add_argument("--verbose", action="store_true", help="print the progress")
    options = parser.parse_args()
    program = os.path.abspath(options.program)

    disagreements, lines_count = [], 0
    said = 0
    for start in range(options.first, options.first + options.count, options.per_run):
        for text in disagreements[said:200]:
            print(text, file=sys.stderr, flush=True)
        said = len(disagreements)
        if options.verbose:
            print(f"{start} …", file=sys.stderr, flush=True)
        seed = options.seed * 1_000_003 + start
        rng = random.Random(seed)
        currency, count_twins = rng.choice(["USD", None]), rng.random() < 0.25
        histories = {}
        for number_ in range(start, min(start + options.per_run, options.first + options.count)):
            mid = str(10000 + number_)
            histories[mid] = history(options.seed * 1_000_003 + number_, mid, currency)
        lines = [line for each in histories.values() for line in each]
        rng.shuffle(lines)
        lines_count += len(lines)
        first = Run(program, lines, seed, currency, count_twins)
        other = Run(program, lines, seed + 1, currency, count_twins, shuffled=True)
        twice = Run(program, lines, seed + 2, currency, count_twins, twice=True, shuffled=True)
        for each in (first, other, twice):
            disagreements += [f"run of {start}: {text}" for text in arithmetic(each, lines)]
        if counted_sums(first) != counted_sums(twice):
            disagreements.append(f"run of {start}: a file given twice changes the sums")
        for mid, its in histories.items():
            kinds = []
            if first.ledger[mid] != expected(its, count_twins):
                kinds.append("outcome")
            if other.ledger[mid] != first.ledger[mid]:
                kinds.append("order")
            if sums_back(twice, mid) != sums_back(first, mid):
                kinds.append("twice")
            for kind in kinds:
                small, run, again = its, first, {"order": other, "twice": twice}.get(kind, first)
                shrinking = options.small > 0
                if shrinking:
                    options.small -= 1
                    small, run, again = shrink(program, its, kind, currency, count_twins)
                wanted = expected(small, count_twins)
                if kind == "outcome":
                    diff = difference(run.ledger[mid], wanted)
                elif kind == "order":
                    diff = difference(again.ledger[mid], run.ledger[mid])
                else:
                    diff = difference(sums_back(again, mid), sums_back(run, mid))
                disagreements.append("\n".join(
                    [f"history {int(mid) - 10000} ({kind}; currency {currency}{', --count-twins' if count_twins else ''})",
                     *describe(small), *diff]))
    for text in disagreements[said:200]:
        print(text, file=sys.stderr)
    if disagreements:
        raise SystemExit(f"{len(disagreements)} disagreements in {options.count} histories")
    print(f"{options.count} histories, {lines_count} lines")


if __name__ == "__main__":
    main()
