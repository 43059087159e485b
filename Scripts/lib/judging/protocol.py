"""What the judge puts a service through: a cold start, its health check, a reload, a restart on its own state, a stop."""

import dataclasses
import re
import time

STOP_LIMIT_S = 30
SETTLE_S = 0.3


@dataclasses.dataclass
class Judgement:
    """What was seen of one service with one drop-in. `phase` and `reason` are empty where all went well."""

    name: str
    phase: str = ""
    reason: str = ""
    journal: str = ""
    exposure: float = float("nan")
    seconds: float = 0

    @property
    def passed(self):
        return not self.phase


class Broken(Exception):
    """The service, or one of its probes, did not do what it should."""


def judge(service, dropin, lab):
    """Takes the real unit of a service through its life in a fresh lab, with the drop-in where one is given."""
    judgement = Judgement(service.name)
    began = time.monotonic()
    for phase, step in steps(Subject(service, lab), dropin, judgement):
        try:
            step()
        except Broken as failure:
            judgement.phase, judgement.reason = phase, str(failure)
            judgement.journal = lab.run(f"journalctl --quiet --no-pager -n 5 -o cat -u '{service.unit}'")[1]
            break
    judgement.seconds = time.monotonic() - began
    return judgement


def steps(subject, dropin, judgement):
    def set_up():
        subject.set_up()
        if dropin is not None:
            subject.install(dropin)
        judgement.exposure = subject.exposure()

    yield "setup", set_up
    yield "start", subject.start
    yield "health", subject.check_health
    if subject.service.reload:
        yield "reload", subject.reload
        yield "health after reload", subject.check_health
    yield "stop before restart", subject.stop
    yield "restart", subject.start
    yield "health after restart", subject.check_health
    yield "stop", subject.stop


class Subject:
    """A service in a lab, and what is done to it."""

    def __init__(self, service, lab):
        self.service, self.lab = service, lab

    def must(self, command, timeout=90):
        status, output = self.lab.run(command, timeout)
        if status == 124:
            raise Broken(f"still running after {timeout} s: {command.strip()}")
        if status:
            raise Broken(f"exit status {status}: {output or command.strip()}")
        return output

    def set_up(self):
        # Until this ran, nobody may log in, and some health checks do.
        self.must("systemctl start systemd-user-sessions.service")
        for command in self.service.setup:
            self.must(command)

    def install(self, dropin):
        folder = f"/etc/systemd/system/{self.service.unit}.d"
        self.must(f"mkdir -p '{folder}' && cat > '{folder}/60-judged.conf' <<'END-OF-DROP-IN'\n{dropin}\nEND-OF-DROP-IN")
        self.must("systemctl daemon-reload")

    def exposure(self):
        """The overall exposure level of the unit as it is now, all its drop-ins included."""
        output = self.must(
            f"systemctl cat '{self.service.unit}' > /run/judged.service"
            " && systemd-analyze security --offline=true --no-pager /run/judged.service | tail -n 1")
        level = re.search(r"([0-9]+\.[0-9])", output)
        if not level:
            raise Broken(f"no exposure level: {output}")
        return float(level.group(1))

    def start(self):
        for command in self.service.prepare:
            self.must(command)
        self.must(f"systemctl start '{self.service.started}'", 120)
        # A job that is done says little: a service may be dead a moment later, or not have started for want of a condition.
        if self.service.type != "oneshot" and self.service.started == self.service.unit:
            time.sleep(SETTLE_S)
            self.must(f"systemctl is-active '{self.service.unit}'")

    def check_health(self):
        if self.service.ready:
            self.must(
                f"for try in $(seq {int(self.service.ready_timeout_s * 4)}); do"
                f" ( {self.service.ready} ) 2> /dev/null && exit 0; sleep 0.25; done; exit 1",
                self.service.ready_timeout_s * 4)
        for number, probe in enumerate(self.service.health, 1):
            try:
                self.must(probe)
            except Broken as failure:
                raise Broken(f"probe {number}: {failure}") from None

    def reload(self):
        self.must(f"systemctl reload '{self.service.unit}'")
        time.sleep(SETTLE_S)

    def stop(self):
        began = time.monotonic()
        self.must(f"systemctl stop '{self.service.unit}' '{self.service.started}'", 120)
        result = self.must(f"systemctl show --property=Result --value '{self.service.unit}'")
        if result == "timeout" or time.monotonic() - began > STOP_LIMIT_S:
            raise Broken(f"did not stop by itself (result {result})")
