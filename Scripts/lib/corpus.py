#!/usr/bin/env python3
"""The corpus of real daemons: reads Tests/Corpus, whose files are manifests of `cinch batch` with our expectations beside.

Run as a program it prints what shell scripts ask for:  corpus.py packages | names | unit NAME | health NAME
The last are options of `cinch find`, each ended by a null character.
"""

import dataclasses
import pathlib
import sys

import yaml

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Corpus"


@dataclasses.dataclass(frozen=True)
class Service:
    """One daemon: how to install, prepare, start and probe it, and what we expect of its sandbox."""

    name: str
    unit: str
    packages: tuple = ()
    type: str = "simple"
    setup: tuple = ()  # once, before the first start
    prepare: tuple = ()  # before every start
    ready: str = ""  # tried again and again after a start, until it succeeds
    ready_timeout_s: float = 30
    health: tuple = ()  # each must succeed the first time, in this order
    reload: bool = False
    start_unit: str = ""  # what to start instead of the unit: its socket
    expect: dict = dataclasses.field(default_factory=dict)

    @property
    def started(self):
        return self.start_unit or self.unit

    @property
    def health_options(self):
        """Its health check as options of `cinch find`."""
        options = []
        for option, values in (("setup", self.setup), ("prepare", self.prepare), ("health", self.health)):
            for value in values:
                options += [f"--{option}", value]
        if self.ready:
            options += ["--ready", self.ready, "--ready-timeout", str(self.ready_timeout_s)]
        return options


def load(names=None):
    """The services of the corpus, or those named, in alphabetical order."""
    services = [
        Service(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for path in sorted(CORPUS.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text())["services"]
    ]
    if not names:
        return services
    unknown = set(names) - {service.name for service in services}
    if unknown:
        sys.exit(f"unknown service {', '.join(sorted(unknown))}: see {CORPUS.name}/ for the names")
    return [service for service in services if service.name in names]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["packages"]:
            print("\n".join(sorted({package for service in load() for package in service.packages})))
        case ["names"]:
            print("\n".join(service.name for service in load()))
        case ["unit", name]:
            print(*(service.unit for service in load([name])))
        case ["health", name]:
            for service in load([name]):
                print("".join(f"{option}\0" for option in service.health_options), end="")
        case _:
            sys.exit(__doc__)
