"""Follows every gate of docs/wire/screening-vectors.csv by itself, and judges every case of docs/wire/vectors.json.

A second implementation, of what a gate's firmware does with readings: it shares no code with domain/ and needs nothing
but Python's standard library. Usage: check_vectors.py CSV JSON; exit code 1 names what differs.
"""

import csv
import json
import sys

PLACES, WINDOW, NEEDED = 4, 30, 5
FAULTS = ["stuck", "sun", "drift", "alarms"]


def cents(text):
    """A temperature as whole hundredths: only whole numbers can be compared to the last digit."""
    return None if text in ("", None) else round(float(text) * 100)


def median(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] + 1) // 2


class Window:
    def __init__(self):
        self.readings, self.last_day = [], None

    def new_day(self):
        if len(self.readings) >= NEEDED:
            self.last_day = median(self.readings)
        self.readings = []

    def add(self, value):
        if value is not None:
            self.readings = (self.readings + [value])[-WINDOW:]

    def baseline(self):
        return median(self.readings) if len(self.readings) >= NEEDED else self.last_day

    def full(self):
        return len(self.readings) == WINDOW

    def change(self):
        return median(self.readings) - self.last_day if self.full() and self.last_day is not None else None


def deviation(readings, baselines):
    """The mean of what each reading differs from its baseline, a half rounded up."""
    each = [r - b for r, b in zip(readings, baselines) if r is not None and b is not None]
    return (2 * sum(each) + len(each)) // (2 * len(each)) if each else None


class Gate:
    def __init__(self):
        self.day, self.places, self.ambient = "", [Window() for _ in range(PLACES)], Window()
        self.warm, self.faults = [], set()

    def start(self, day):
        if day > self.day:
            self.day = day
            for window in [*self.places, self.ambient]:
                window.new_day()

    def fault(self):
        return next((fault for fault in FAULTS if fault in self.faults), "")

    def take_in(self, skin, ambient, limit, again):
        above = deviation(skin, [place.baseline() for place in self.places])
        if above is not None and not again:
            self.warm = (self.warm + [above >= limit])[-40:]
        for place, reading in zip(self.places, skin):
            place.add(reading)
        self.ambient.add(ambient)
        for fault in FAULTS:
            begins, ends = getattr(self, fault)()
            if begins:
                self.faults.add(fault)
            elif ends:
                self.faults.discard(fault)

    def stuck(self):
        last = self.places[0].readings[-10:]
        different = len(set(last))
        return len(last) == 10 and different == 1, len(last) == 10 and different >= 5

    def jump(self):
        readings = self.places[0].readings
        return median(readings[15:]) - median(readings[:15]) if self.places[0].full() else None

    def sun(self):
        jump = self.jump()
        if jump is None:
            return False, False
        middle = median(self.places[0].readings)
        return middle >= 3850 or jump >= 130, middle < 3800 and jump < 70

    def drift(self):
        jump = self.jump()
        if jump is None:
            return False, False
        skin, air = self.places[0].change(), self.ambient.change()
        off = 0
        if skin is not None and air is not None:
            # Hundredths of a hundredth: the weather explains from nothing to 0.15 a degree of the air.
            explained = sorted([0, 15 * air])
            off = abs(100 * skin - min(max(100 * skin, explained[0]), explained[1]))
        return jump <= -130 or off >= 20000, off < 15000 and jump > -70

    def alarms(self):
        return len(self.warm) == 40 and sum(self.warm) >= 16, len(self.warm) == 40 and sum(self.warm) <= 8


def check_screening(path):
    gates, differ, count = {}, [], 0
    for row in csv.DictReader(open(path, newline="")):
        count += 1
        gate = gates.setdefault(row["gate"], Gate())
        gate.start(row["day"])
        skin = [cents(row[f"skin_c_{place + 1}"]) for place in range(PLACES)]
        follows = [place.baseline() for place in gate.places]
        said = [cents(row[f"baseline_c_{place + 1}"]) for place in range(PLACES)]
        ours = (follows, deviation(skin, follows), gate.fault())
        theirs = (said, cents(row["deviation_c"]), row["sensor_fault"])
        if ours != theirs:
            differ.append(f"line {count + 1}, {row['gate']}: {theirs}, here {ours}")
        gate.take_in(skin, cents(row["ambient_c"]), cents(row["limit_c"]), row["recheck"] == "yes")
    return count, differ


def screen(measured, above, config):
    if "contactC" in measured:
        return None
    if "sensorFault" in measured:
        return "sensor-fault"
    if all(one["skinC"] is None for one in [measured, *measured.get("more", [])]):
        return "no-reading"
    if above is None:
        return "learning"
    if above < cents(config["limitC"][measured["site"]]):
        return None
    return "far-too-warm" if above >= cents(config["redLimitC"][measured["site"]]) else "too-warm"


def judge(measured, concern, config):
    code, rules = measured["code"], config["codes"]
    signed = code is not None and code["form"] in ("gatehouse", "hc1")
    stale = signed and (measured["listsAgeS"] is None or measured["listsAgeS"] > rules["listsAgeMaxS"])
    if stale and concern == "code-unknown-key":
        concern = None
    mild = concern in (None, "code-yellow", "provider-unreachable")
    if not mild and not (concern == "code-quarantined" and measured["direction"] == "in"):
        return "refuse", concern
    if cents(measured.get("contactC", 0)) >= cents(config["contactLimitC"]):
        return "refuse", "fever-confirmed"
    readings = [measured, *measured.get("more", [])]
    above = deviation([cents(one["skinC"]) for one in readings], [cents(one["baselineC"]) for one in readings])
    screened = screen(measured, above, config)
    if screened:
        return "recheck", screened
    if concern not in (None, "provider-unreachable"):
        return "recheck", concern
    if code is None and rules["needed"]:
        return "recheck", "no-code"
    unchecked = "lists-stale" if stale else concern
    return (rules["whenUnchecked"], unchecked) if unchecked else ("admit", "ok")


def check_judgement(vectors):
    config, differ = vectors["judgement"]["config"], []
    for case in vectors["judgement"]["cases"]:
        ours = judge(case["measured"], case["concern"], config)
        theirs = (case["judgement"]["verdict"], case["judgement"]["reason"])
        if ours != theirs:
            differ.append(f"{case['measured']}, {case['concern']}: {theirs}, here {ours}")
    return len(vectors["judgement"]["cases"]), differ


def check_canonical(vectors):
    differ = []
    for case in vectors["canonical"]:
        sent = {**case["sent"], "code": {**case["sent"]["code"], "text": case["subject"]}}
        ours = json.dumps(sent, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if ours != case["canonical"]:
            differ.append(f"{case['canonical']}, here {ours}")
    return len(vectors["canonical"]), differ


def main(screening, path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    parts = {
        "passes": check_screening(screening),
        "judgements": check_judgement(vectors),
        "canonical texts": check_canonical(vectors),
    }
    differ = [line for _, lines in parts.values() for line in lines]
    print(", ".join(f"{count} {name}" for name, (count, _) in parts.items()) + f", {len(differ)} differ")
    for line in differ:
        print(line)
    return 1 if differ else 0


sys.exit(main(*sys.argv[1:]))
