# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The built program, as a user runs it, and what tests need around it: processes that are waited for, ports, polling."""
import contextlib
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import redaction  # noqa: E402  (the gate searches what the commands write to standard error as well)

PROGRAM = pathlib.Path(os.environ.get("SIGNET_PROGRAM", ROOT / ".build" / "debug" / "signet"))


def signet(*arguments, status=0, env=None, **options):
    """Runs a command with `--output json`; gives its document. `status` is the exit status that is expected."""
    result = subprocess.run(
        [PROGRAM, *map(str, arguments), "--output", "json"], capture_output=True, text=True, timeout=120,
        env={**os.environ, **(env or {})}, **options,
    )
    assert result.returncode == status, f"{arguments}: exit {result.returncode}\n{result.stdout}\n{result.stderr}"
    assert not list(redaction.findings(result.stderr)), f"{arguments[:2]}: a secret on standard error"
    return json.loads(result.stdout)


def until(condition, what, seconds=60):
    """Polls until the condition gives something true; fails with `what` when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


def candidates():
    """Ports in turn, all below those that the kernel gives to outgoing connections: no stranger's connection takes one of
    these between here and the peer that will listen on it."""
    lowest = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    first, count = 10_000, min(lowest, 32_768) - 10_000
    start = os.getpid() * 97
    return (first + (start + step) % count for step in itertools.count())


CANDIDATES = candidates()


def free_port():
    """A port for a peer that cannot choose one by itself; what can is given port 0 and says what it took."""
    for port in CANDIDATES:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def running(arguments, log, stop=signal.SIGTERM, expect_status=0, env=None, results=None):
    """Starts a server, gives its process, and ends it; a server that does not end cleanly fails the test. What it prints goes to
    the log; with `results`, a file, only its standard error does."""
    with open(log, "ab") as errors, open(results or log, "ab") as output:
        process = subprocess.Popen(list(map(str, arguments)), stdout=output, stderr=errors, stdin=subprocess.DEVNULL, env=env)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(stop)
                try:
                    status = process.wait(timeout=60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    raise AssertionError(f"did not stop: {arguments}\n{pathlib.Path(log).read_text(errors='replace')[-4000:]}")
                if expect_status is not None:
                    assert status == expect_status, f"ended with {status}: {arguments}"


class Platform:
    """A running `signet platform serve` with the administrator's token for Graph."""

    def __init__(self, directory, process):
        self.directory = pathlib.Path(directory)
        self.process = process
        self.connection = json.loads((self.directory / "connection.json").read_text())
        self.authority = self.connection["authority"]
        self.tenant = self.connection["tenantId"]
        self.ca = self.connection["caCertificatePath"]

    def token_url(self, tenant=None):
        return f"{self.authority}/{tenant or self.tenant}/oauth2/v2.0/token"


@contextlib.contextmanager
def platform(directory, *options, stop=signal.SIGTERM, expect_status=0):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    connection = directory / "connection.json"
    connection.unlink(missing_ok=True)
    log = directory / "platform.log"
    command = [PROGRAM, "platform", "serve", "--data", directory, "--port", "0", *options]
    with running(command, log, stop=stop, expect_status=expect_status) as process:
        until(lambda: connection.exists() or process.poll() is not None, "connection.json")
        assert process.poll() is None, log.read_text()
        yield Platform(directory, process)


class Gateway:
    """A running `signet gateway serve`: its addresses as it announced them, and its log."""

    def __init__(self, process, announced, log):
        self.process, self.log = process, log
        self.port, self.http_port, self.admin_port = (announced[name] for name in ("port", "httpPort", "adminPort"))
        self.https = f"https://127.0.0.1:{self.port}"
        self.http = f"http://127.0.0.1:{self.http_port}"


@contextlib.contextmanager
def gateway(folder, log, *options, **keywords):
    """Runs the gateway over a configuration, on ports that it chooses itself."""
    results = log.with_suffix(".json")
    results.unlink(missing_ok=True)
    command = [PROGRAM, "gateway", "serve", "--config", folder, "--port", "0", "--http-port", "0", "--output", "json", *options]
    with running(command, log, results=results, **keywords) as process:
        until(lambda: process.poll() is not None or results.read_text(), "the gateway's ports")
        assert process.poll() is None, f"the gateway ended with {process.poll()}: {log.read_text()}"
        yield Gateway(process, json.loads(results.read_text()), log)
