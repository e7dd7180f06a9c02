"""Counts the stock of three warehouses; one is unreachable, one counts wrong. Writes csv, logfmt or yaml."""
import csv
import json
import socket
import sys

from shop_time import shop_time

ROWS: list[dict] = []


def log(level: str, component: str, message: str, **fields: object) -> None:
    ROWS.append({"time": shop_time().isoformat(timespec="milliseconds"), "level": level, "component": component, "message": message, **fields})


def count(warehouse: str, round_: int) -> int:
    if warehouse == "south":
        with socket.create_connection(("127.0.0.1", 9), timeout=0.2):
            pass
    return {"north": 40 - round_, "west": -round_ + 2}[warehouse]


def audit(round_: int) -> None:
    for warehouse in ("north", "west", "south"):
        try:
            pieces = count(warehouse, round_)
        except OSError as error:
            log("error", f"inventory.{warehouse}", f"cannot count: {error}", round=round_)
        else:
            if pieces < 0:
                log("warn", f"inventory.{warehouse}", f"stock is below zero: {pieces}", round=round_)
            else:
                log("info", f"inventory.{warehouse}", f"counted {pieces} pieces, no error", round=round_)


def write(kind: str) -> None:
    if kind == "csv":
        table = csv.DictWriter(sys.stdout, fieldnames=["time", "level", "component", "message", "round"], lineterminator="\n")
        table.writeheader()
        table.writerows(ROWS)
    elif kind == "logfmt":
        for row in ROWS:
            print(" ".join(f"{key}={json.dumps(value) if ' ' in str(value) else value}" for key, value in row.items()))
    else:
        for row in ROWS:
            print("- " + "\n  ".join(f"{key}: {json.dumps(value)}" for key, value in row.items()))


def main() -> None:
    log("info", "inventory", "audit started, 3 warehouses", round=0)
    for round_ in range(1, 14):
        audit(round_)
    log("fatal", "inventory", "audit abandoned: warehouse south missed 13 rounds", round=13)
    write(sys.argv[1])


main()
