"""Prints plain lines without times, and dies of one error while it handles another."""


def discount(codes: dict, code: str) -> int:
    try:
        return codes[code]
    except KeyError:
        return int(code)


print("price check 0.3", flush=True)
print("checking 2 codes, failures so far: 0", flush=True)
print("SPRING", discount({"SPRING": 10}, "SPRING"), flush=True)
print("SUMMER", discount({"SPRING": 10}, "SUMMER"), flush=True)
