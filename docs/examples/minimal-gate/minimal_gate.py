#!/usr/bin/env python3
"""A minimal gate for Gatehouse (docs/gate-protocol.md) with paho-mqtt: apt-get install python3-paho-mqtt.

  minimal_gate.py --host H --port P --ca CA --cert CERT --key KEY --gate ID --community C --state FILE

Each line on stdin is a person: skin and air in degrees Celsius, as in "35.62 21.4"; "-" is no reading. It takes no codes,
one reading a person, and never doubts its sensor (C-14.9): all else that the protocol asks for is here.
"""
import argparse, json, math, os, random, secrets, select, ssl, sys, time
from datetime import datetime, timedelta, timezone
import paho.mqtt.client as mqtt

OUTBOX_MAX = RING_MAX = 20_000
LATE_S, KEEP_ALIVE_S, UTC_OFFSET_H = 300, 60, 8  # The deployment's time zone: Asia/Shanghai has no summer time.
DEFAULTS = {  # C-9.1
    "version": 0, "lingerS": 120, "passesPerMessage": 25, "heartbeatS": 600,
    "limitC": {"face": 0.8, "forehead": 0.8}, "redLimitC": {"face": 1.8, "forehead": 1.8}, "contactLimitC": 37.3,
    "codes": {"needed": False, "listsAgeMaxS": 86400, "whenUnchecked": "recheck"},
    "drain": {"passesPerS": 0.2, "jitterS": 250},
}


def iso(t):
    return datetime.fromtimestamp(t, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(t * 1000) % 1000:03d}Z"


def hundredths(text, low, high):
    """Whole hundredths of a degree, a half rounded up (C-4.4); None is no plausible reading (C-4.5)."""
    value = math.nan if text == "-" else float(text)
    return math.floor(value * 100 + 0.5) if low <= value <= high else None


def median(values):  # C-14.3
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2] + 1) // 2


class Flash:
    """All that outlasts a power cut, in one file that is replaced whole (C-5.4, C-5.5)."""

    def __init__(self, path):
        self.path = path
        blank = {"epoch": secrets.token_hex(8), "seq": 0, "day": "", "window": [], "lastDay": None,
                 "config": DEFAULTS, "outbox": [], "ring": []}
        self.data = json.load(open(path)) if os.path.exists(path) else blank

    def save(self):
        with open(self.path + ".new", "w") as file:
            json.dump(self.data, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
        folder = os.open(os.path.dirname(os.path.abspath(self.path)), os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


class Gate:
    def __init__(self, args):
        self.args, self.flash = args, Flash(args.state)
        self.state = self.flash.data
        # Passes are [epoch, seq, at, verdict, bytes]; the outbox on flash is backlog, fresh and in_flight together.
        self.backlog, self.fresh, self.in_flight = list(self.state["outbox"]), [], {}
        self.due = False
        self.connected, self.failures, self.next_try, self.drain_at, self.beat_at, self.nonce = False, 0, 0, 0, 0, None
        version1 = {"callback_api_version": mqtt.CallbackAPIVersion.VERSION1} if hasattr(mqtt, "CallbackAPIVersion") else {}
        self.client = mqtt.Client(client_id=args.gate, clean_session=False, **version1)  # C-2.4, C-2.5
        self.client.tls_set(args.ca, args.cert, args.key, tls_version=ssl.PROTOCOL_TLS_CLIENT)
        own = f"gatehouse/v1/gates/{args.community}/{args.gate}"
        self.topics = {"passes": f"$aws/rules/gatehouse_passes/{own}/passes", "status": f"$aws/rules/gatehouse_status/{own}/status",
                       **{channel: f"{own}/{channel}" for channel in ("replies", "config", "marks", "commands")}}
        self.client.will_set(self.topics["status"], json.dumps({"kind": "will", "epoch": self.state["epoch"]}), qos=1)
        self.client.on_connect, self.client.on_disconnect = self.on_connect, self.on_disconnect
        self.client.on_subscribe, self.client.on_publish, self.client.on_message = self.on_subscribe, self.on_publish, self.on_message

    # -- People (14, 16) --
    def judge(self, skin, baseline):
        config = self.state["config"]
        if skin is None:
            return "recheck", "no-reading"
        if baseline is None:
            return "recheck", "learning"
        limit, red = (round(config[name]["face"] * 100) for name in ("limitC", "redLimitC"))
        if skin - baseline >= limit:
            return "recheck", "far-too-warm" if skin - baseline >= red else "too-warm"
        return ("recheck", "no-code") if config["codes"]["needed"] else ("admit", "ok")

    def person(self, skin_text, ambient_text):
        state, now = self.state, time.time()
        if len(state["outbox"]) >= OUTBOX_MAX:
            return print("no room: the barrier stays shut", flush=True)  # C-6.5
        skin, ambient = hundredths(skin_text, 20, 45), hundredths(ambient_text, -50, 70)
        day = (datetime.fromtimestamp(now, timezone.utc) + timedelta(hours=UTC_OFFSET_H)).strftime("%Y-%m-%d")
        if day > state["day"]:  # C-14.1
            if len(state["window"]) >= 5:
                state["lastDay"] = median(state["window"])
            state["day"], state["window"] = day, []
        baseline = median(state["window"]) if len(state["window"]) >= 5 else state["lastDay"]  # C-14.2
        verdict, reason = self.judge(skin, baseline)
        if skin is not None:  # C-14.5: compared first, added then
            state["window"] = (state["window"] + [skin])[-30:]
        state["seq"] += 1
        celsius = lambda value: None if value is None else value / 100
        text = json.dumps({
            "epoch": state["epoch"], "seq": state["seq"], "at": iso(now), "direction": "in", "site": "face",
            "skinC": celsius(skin), "ambientC": celsius(ambient), "baselineC": celsius(baseline), "code": None,
            "verdict": verdict, "reason": reason, "configVersion": state["config"]["version"], "listsAgeS": None})
        held = [state["epoch"], state["seq"], now, verdict, text]
        state["outbox"].append(held)
        self.flash.save()  # before anybody sees it
        self.fresh.append(held)
        self.due |= verdict != "admit"  # C-7.2
        print(f"{verdict} ({reason})", flush=True)

    # -- Sending (6, 7, 8) --
    def send_due(self):
        config, now = self.state["config"], time.time()
        size, on_the_way = config["passesPerMessage"], [is_backlog for _, is_backlog in self.in_flight.values()]
        waited = now - self.fresh[0][2] if self.fresh else 0
        if waited >= config["lingerS"] or waited < 0 or len(self.fresh) >= size:  # C-7.1, C-7.3
            self.due = True
        if self.fresh and self.due and on_the_way.count(False) < 2:  # C-6.6
            self.publish_passes(self.fresh, size, False)
            self.due = self.due and bool(self.fresh)
        if self.backlog and now >= self.drain_at and True not in on_the_way:  # C-8.5
            sent = self.publish_passes(self.backlog, size, True)
            self.drain_at = now + sent / config["drain"]["passesPerS"]

    def publish_passes(self, line, size, is_backlog):
        some = line[:size]
        del line[:size]
        text = f'{{"sentAt":"{iso(time.time())}","passes":[{",".join(held[4] for held in some)}]}}'  # C-5.6
        self.in_flight[self.publish("passes", text)] = (some, is_backlog)
        return len(some)

    def publish(self, channel, text):
        try:
            return self.client.publish(self.topics[channel], text, qos=1).mid
        except OSError:  # the connection has just broken: loop() notices, and no PUBACK will come for this
            return object()

    def on_publish(self, _client, _data, mid):  # PUBACK: C-6.2
        some, _ = self.in_flight.pop(mid, ([], False))
        if some:
            self.failures = 0
            self.state["outbox"] = [held for held in self.state["outbox"] if held not in some]
            self.state["ring"] = (self.state["ring"] + some)[-RING_MAX:]
            self.flash.save()

    # -- Connection (2, 8, 11, 12) --
    def on_connect(self, client, _data, _flags, code):
        if code == 0:
            client.subscribe([(self.topics[channel], 1) for channel in ("config", "marks", "commands")])

    def on_subscribe(self, *_):
        now, self.connected = time.time(), True
        held = self.backlog + self.fresh
        urgent = [one for one in held if one[3] != "admit" and now - one[2] <= LATE_S]  # C-8.4
        self.fresh, self.due = urgent, bool(urgent)
        self.backlog = [one for one in held if one not in urgent]
        if self.backlog:
            self.drain_at = max(self.drain_at, now + random.random() * self.state["config"]["drain"]["jitterS"])  # C-8.2
        self.offer_nonce()
        self.beat_at = now

    def on_disconnect(self, *_):
        on_the_way = [held for some, _ in self.in_flight.values() for held in some]
        self.backlog, self.in_flight, self.connected, self.nonce = on_the_way + self.backlog, {}, False, None
        self.failures += 1
        self.next_try = time.time() + random.random() * min(60, 0.5 * 2 ** (self.failures - 1))  # C-8.1

    def say(self, channel, message):
        self.publish(channel, json.dumps(message))

    def offer_nonce(self):
        self.nonce = secrets.token_hex(16)
        self.say("replies", {"nonce": self.nonce, "at": iso(time.time())})

    def heartbeat(self):
        state, now = self.state, time.time()
        waiting = [held[1] for held in state["outbox"] if held[0] == state["epoch"]]
        self.say("status", {
            "kind": "heartbeat", "sentAt": iso(now), "epoch": state["epoch"], "lastSeq": state["seq"],
            **({"outboxFromSeq": min(waiting)} if waiting else {}), "firmware": "minimal-py-1", "listsAgeS": None,
            "configVersion": state["config"]["version"],
            "health": {"sensor": "ok", "scanner": "ok", "barrier": "ok", "outboxPasses": len(state["outbox"]), "sentPasses": len(state["ring"])}})
        self.beat_at = now + state["config"]["heartbeatS"]

    def on_message(self, _client, _data, message):
        try:
            told = json.loads(message.payload)
            {"config": self.configure, "marks": self.forget, "commands": self.obey}[message.topic.rsplit("/", 1)[1]](told)
        except (ValueError, KeyError, TypeError, AssertionError) as error:  # C-4.2, C-9.4: ignored as a whole
            print(f"not understood: {message.topic}: {error!r}", flush=True)

    def configure(self, told):
        config = {**DEFAULTS, **told}
        assert 0 <= config["lingerS"] <= 600 and 1 <= config["passesPerMessage"] <= 25 and 60 <= config["heartbeatS"] <= 3600
        assert all(0.1 <= config[name][site] <= 5 for name in ("limitC", "redLimitC") for site in ("face", "forehead"))
        assert 0.05 <= config["drain"]["passesPerS"] <= 100 and 0 <= config["drain"]["jitterS"] <= 3600
        if config["version"] > self.state["config"]["version"]:  # C-9.3
            self.state["config"], self.drain_at = config, min(self.drain_at, time.time() + config["drain"]["jitterS"])
            self.flash.save()

    def forget(self, mark):  # C-6.3
        covered = lambda held: held[0] == mark["epoch"] and held[1] <= mark["storedThrough"]
        self.state["ring"] = [held for held in self.state["ring"] if not covered(held)]
        self.flash.save()

    def obey(self, command):  # 11
        answer = lambda state, detail: self.say("replies", {"commandId": command["commandId"], "at": iso(time.time()), "state": state, "detail": detail})
        if command["nonce"] != self.nonce:
            return answer("refused", "not the nonce that was offered last")
        answer("received", "")
        if iso(time.time()) > command["deadline"]:
            answer("too-late", "")
        elif command["kind"] == "open":
            print("barrier opens", flush=True)
            answer("done", "")
        else:
            wanted = lambda held: held[0] == command["epoch"] and command["fromSeq"] <= held[1] <= command["toSeq"]
            again = [held for held in self.state["ring"] if wanted(held)]
            self.state["ring"] = [held for held in self.state["ring"] if not wanted(held)]
            self.state["outbox"] += again
            self.flash.save()
            self.backlog += again
            answer("done" if again else "failed", f"{len(again)} passes are sent again")
        self.offer_nonce()

    def run(self):
        stdin_open = True
        while True:
            now = time.time()
            if self.client.socket() is None and now >= self.next_try:
                try:
                    self.client.connect(self.args.host, self.args.port, KEEP_ALIVE_S)
                except OSError as error:
                    print(f"no connection: {error}", flush=True)
                    self.on_disconnect()
            if self.client.socket() is None:
                time.sleep(0.05)
            else:
                self.client.loop(0.05)
            if stdin_open and select.select([sys.stdin], [], [], 0)[0]:
                line = sys.stdin.readline()
                stdin_open = line != ""
                if line.strip():
                    self.person(*line.split())
            if self.connected:
                self.send_due()
                if time.time() >= self.beat_at:
                    self.heartbeat()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("host", "ca", "cert", "key", "gate", "community", "state"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--port", type=int, default=8883)
    Gate(parser.parse_args()).run()
