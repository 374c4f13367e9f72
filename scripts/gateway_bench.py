# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The gateway beside nginx, HAProxy and Caddy: mutual TLS to the same backend, interleaved rounds, each proxy alone on core 0.

wrk, h2load and the backend have core 1. What counts is the CPU time of the proxy's process by the request, as a ratio of the same
round: the requests in a second depend on who else has the cores. Peers that are not installed are left out.
"""
import asyncio
import contextlib
import itertools
import json
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Interop"))
import certificates  # noqa: E402

ROUNDS, SECONDS, CONNECTIONS = 5, 3, 64
TICKS = os.sysconf("SC_CLK_TCK")
BODY = '{"message":"hello from the backend"}'

NGINX = """
daemon off; master_process off; worker_processes 1; pid {dir}/{name}.pid; error_log {dir}/{name}.log warn;
events {{ worker_connections 16384; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 600s;
  client_body_temp_path {dir}/{name}-body; proxy_temp_path {dir}/{name}-proxy; fastcgi_temp_path {dir}/{name}-fastcgi;
  uwsgi_temp_path {dir}/{name}-uwsgi; scgi_temp_path {dir}/{name}-scgi;
  {http}
}}
"""
BACKEND = """
  server {{ listen 127.0.0.1:{port} ssl backlog=4096; ssl_certificate {dir}/server.crt; ssl_certificate_key {dir}/server.key;
    ssl_client_certificate {dir}/clients.crt; ssl_verify_client on;
    location / {{ default_type application/json; return 200 '{body}'; }} }}
  server {{ listen 127.0.0.1:{plain} backlog=4096;
    location / {{ default_type application/json; return 200 '{body}'; }} }}
"""
PROXY = """
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 128; keepalive_requests 100000000; keepalive_timeout 600s; }}
  server {{ listen 127.0.0.1:{port} backlog=4096;
    location / {{ proxy_pass https://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost;
      proxy_ssl_certificate {dir}/client.crt; proxy_ssl_certificate_key {dir}/client.key; proxy_ssl_name localhost;
      proxy_ssl_trusted_certificate {dir}/server.crt; proxy_ssl_verify on; }} }}
"""
HAPROXY = """
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 10s
  timeout client 600s
  timeout server 600s
  http-reuse always
frontend front
  bind 127.0.0.1:{port}
  option forwardfor
  default_backend back
backend back
  server one 127.0.0.1:{backend} ssl verify required ca-file {dir}/server.crt crt {dir}/client.pem sni str(localhost) pool-max-conn 128
"""
CADDY = {
    "admin": {"disabled": True},
    "logging": {"logs": {"default": {"level": "ERROR"}}},
    "apps": {"http": {"servers": {"front": {
        "listen": ["127.0.0.1:{port}"], "automatic_https": {"disable": True},
        "routes": [{"handle": [{
            "handler": "reverse_proxy", "upstreams": [{"dial": "127.0.0.1:{backend}"}],
            "headers": {"request": {"set": {"Host": ["localhost"]}}},
            "transport": {
                "protocol": "http", "versions": ["1.1"], "keep_alive": {"max_idle_conns_per_host": 128},
                "tls": {"server_name": "localhost", "root_ca_pem_files": ["{dir}/server.crt"],
                        "client_certificate_file": "{dir}/client.crt", "client_certificate_key_file": "{dir}/client.key"}},
        }]}]}}}},
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def pinned(core, command, port, log, **environment):
    with open(log, "ab") as output:
        process = subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], stdout=output, stderr=output,
                                   env={**os.environ, **environment})
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                if process.poll() is not None:
                    raise SystemExit(f"bench: ended early: {command}\n{pathlib.Path(log).read_text(errors='replace')[-3000:]}")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=40)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(port, path):
    """Requests answered with 2xx or 3xx; anything else is an error of the measurement."""
    result = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in result:
        raise SystemExit(f"bench: answers other than 2xx on {path}\n{result}")
    return next(int(line.split()[0]) for line in result.splitlines() if "requests in" in line)


def put(folder, path, text):
    """Writes a file whole, as a careful program does: another one moved into its place."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(target.name + ".new")
    written.write_text(text)
    written.replace(target)


def write_api(folder, name, backend, inbound):
    put(folder, f"apis/{name}/apiInformation.json", json.dumps({"properties": {
        "path": name, "displayName": name, "protocols": ["http", "https"], "serviceUrl": f"https://localhost:{backend}",
        "subscriptionRequired": False}}))
    put(folder, f"apis/{name}/specification.json", json.dumps({
        "openapi": "3.0.1", "info": {"title": name, "version": "1"},
        "paths": {"/items": {"get": {"operationId": "items", "responses": {"200": {"description": "OK"}}}}}}))
    put(folder, f"apis/{name}/policy.xml",
        f"<policies><inbound><base />{inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>")


CERTIFICATE = '<authentication-certificate certificate-id="client" />'


def write_configuration(folder, backend, directory, apis=0):
    put(folder, "policy.xml", "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>")
    put(folder, "certificates/client/certificateInformation.json", json.dumps({"properties": {"path": str(directory / "client.pem")}}))
    write_api(folder, "plain", backend, CERTIFICATE)
    write_api(folder, "policies", backend, CERTIFICATE + """
            <set-variable name="caller" value="@(context.Request.Headers.GetValueOrDefault("User-Agent","none"))" />
            <set-header name="X-Environment" exists-action="override"><value>bench</value></set-header>
            <choose><when condition="@(context.Request.Method == "GET")">
              <set-header name="X-Caller" exists-action="override"><value>@((string)context.Variables["caller"])</value></set-header>
            </when></choose>""")
    for number in range(apis):
        write_api(folder, f"api{number}", backend, CERTIFICATE)


def format_all(value, **names):
    """The texts of a document with their places filled in."""
    if isinstance(value, dict):
        return {key: format_all(item, **names) for key, item in value.items()}
    if isinstance(value, list):
        return [format_all(item, **names) for item in value]
    return value.format(**names) if isinstance(value, str) else value


class Setting:
    """A backend on core 1, certificates, and a configuration folder; proxies are started on core 0."""

    def __init__(self, directory, stack):
        self.directory, self.stack = directory, stack
        certificates.self_signed(directory, "server", "-addext", "subjectAltName=DNS:localhost")
        for name in ("client", "second"):
            certificates.self_signed(directory, name)
        (directory / "clients.crt").write_bytes((directory / "client.crt").read_bytes() + (directory / "second.crt").read_bytes())
        # The second port is without TLS and a certificate, for a client without either.
        self.backend, self.plain = free_port(), free_port()
        self.nginx("backend", 1, self.backend, BACKEND.format(port=self.backend, plain=self.plain, dir=directory, body=BODY))

    def nginx(self, name, core, port, http):
        path = self.directory / f"{name}.conf"
        path.write_text(NGINX.format(dir=self.directory, name=name, http=http))
        return self.start(name, core, ["nginx", "-p", self.directory, "-c", path], port)

    def start(self, name, core, command, port, **environment):
        return self.stack.enter_context(pinned(core, command, port, self.directory / f"{name}.out", **environment)).pid

    def gateway(self, program, folder="config"):
        port = free_port()
        command = [program, "gateway-server", self.directory / folder, port, self.directory / "server.crt"]
        return self.start("gateway", 0, command, port), port

    def peers(self):
        """Process and port of each peer that is installed."""
        started, names = {}, {"backend": self.backend, "dir": self.directory}
        for name in filter(shutil.which, ("nginx", "haproxy", "caddy")):
            port = free_port()
            if name == "nginx":
                pid = self.nginx("proxy", 0, port, PROXY.format(port=port, **names))
            elif name == "haproxy":
                (self.directory / "haproxy.conf").write_text(HAPROXY.format(port=port, **names))
                pid = self.start(name, 0, ["haproxy", "-db", "-f", self.directory / "haproxy.conf"], port)
            else:
                (self.directory / "caddy.json").write_text(json.dumps(format_all(CADDY, port=port, **names)))
                pid = self.start(name, 0, ["caddy", "run", "--config", self.directory / "caddy.json"], port,
                                 GOMAXPROCS="1", HOME=str(self.directory))
            started[name] = (pid, port)
        return started


@contextlib.contextmanager
def setting():
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        yield Setting(pathlib.Path(name), stack)


def row(name, value, unit, peer, peer_value, ratio, goal, met):
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peerValue": peer_value, "ratio": ratio, "goal": goal, "met": met}


def at_most(name, value, unit, goal):
    return row(name, value, unit, "the goal", goal, goal / value if value else 1.0, f"≤ {goal} {unit}", value <= goal)


# What a peer costs by the request, and what of it is the goal; 1.0 is level.
GOALS = {"nginx": 0.9, "haproxy": 1.0, "caddy": 1.0}
TITLES = {"plain": "gateway, mutual TLS, authentication-certificate",
          "policies": "gateway, mutual TLS, variables, headers and choose on top"}


def throughput_rows(setup, peers, gateway):
    runs = {name: (pid, port, "/plain/items") for name, (pid, port) in peers.items()}
    runs |= {key: (*gateway, f"/{key}/items") for key in TITLES}
    micros = {key: [] for key in runs}
    for pid, port, path in runs.values():
        load(port, path)
    for _ in range(ROUNDS):
        for key, (pid, port, path) in runs.items():
            before = cpu_seconds(pid)
            count = load(port, path)
            micros[key].append((cpu_seconds(pid) - before) / count * 1e6)
    for (key, title), peer in itertools.product(TITLES.items(), peers):
        ratio = statistics.median(theirs / mine for theirs, mine in zip(micros[peer], micros[key]))
        yield row(title, statistics.median(micros[key]), "µs CPU/request", f"{peer}, as a plain proxy", statistics.median(micros[peer]),
                  ratio, f"≥ {GOALS[peer]}", ratio >= GOALS[peer])


def latencies(url, rate, directory):
    """The milliseconds of each request at a fixed rate."""
    log = directory / "h2load.log"
    log.unlink(missing_ok=True)
    options = ["--h1", f"-c{CONNECTIONS}", "-t1", f"-D{SECONDS * 2}", "--warm-up-time=1", f"--rps={max(1, round(rate / CONNECTIONS))}",
               f"--log-file={log}"]
    subprocess.run(["taskset", "-c", "1", "h2load", *options, url], check=True, capture_output=True)
    lines = [line.split() for line in log.read_text().splitlines()]
    return sorted(int(microseconds) / 1000 for _, status, microseconds in lines if status == "200")


def latency_row(setup, peers, gateway):
    """What the gateway adds to the p99 of the backend itself, at 70 % of what it can do, and what nginx adds at the same rate."""
    most = max(load(gateway[1], "/plain/items") for _ in range(3)) / SECONDS
    ports = {"gateway": gateway[1], "alone": setup.plain} | {"nginx": port for name, (_, port) in peers.items() if name == "nginx"}
    p99 = {name: [] for name in ports}
    for _ in range(ROUNDS):
        for name, port in ports.items():
            times = latencies(f"http://127.0.0.1:{port}/plain/items", most * 0.7, setup.directory)
            p99[name].append(times[len(times) * 99 // 100])

    def added(name):
        return statistics.median(through - alone for through, alone in zip(p99[name], p99["alone"]))

    name = f"gateway, added p99 at 70 % of its {most:.0f} requests/s, the backend alone having {statistics.median(p99['alone']):.2f}"
    ours = added("gateway")
    if "nginx" not in ports:
        return at_most(name, ours, "ms", 2)
    theirs = added("nginx")
    return row(name, ours, "ms", "nginx as a plain proxy adds", theirs, theirs / ours if ours > 0 else 1.0, "≤ 2 ms", ours <= 2)


def start_row(setup, program):
    """From the start of the process to the first answer, with 100 APIs."""
    write_configuration(setup.directory / "hundred", setup.backend, setup.directory, apis=100)
    times = []
    for _ in range(ROUNDS):
        port, log = free_port(), open(setup.directory / "start.out", "ab")
        begin = time.perf_counter()
        process = subprocess.Popen([program, "gateway-server", setup.directory / "hundred", str(port), setup.directory / "server.crt"],
                                   stdout=log, stderr=log)
        try:
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                    client.sendall(b"GET /nowhere HTTP/1.1\r\nHost: g\r\n\r\n")
                    if client.recv(4096).startswith(b"HTTP/1.1 404"):
                        break
                if process.poll() is not None or time.perf_counter() > begin + 60:
                    raise SystemExit(f"bench: the gateway did not start\n{(setup.directory / 'start.out').read_text()[-3000:]}")
                time.sleep(0.0005)
            times.append((time.perf_counter() - begin) * 1000)
        finally:
            process.kill()
            process.wait()
    return at_most("gateway, start to first answer, 100 APIs", statistics.median(times), "ms", 50)


async def connect_all(port, count):
    """Opens connections, makes one call on each, 64 at a time, and keeps them open."""
    gate, writers = asyncio.Semaphore(CONNECTIONS), []

    async def one():
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /plain/items HTTP/1.1\r\nHost: g\r\n\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"bench: {head}")
            await reader.readexactly(len(BODY))
            writers.append(writer)

    await asyncio.gather(*(one() for _ in range(count)))
    return writers


def connections_row(gateway, count=10_000):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if limit != resource.RLIM_INFINITY and limit < count + 100:
        print(f"bench: {count} connections need 'ulimit -n {count + 100}': left out", file=sys.stderr)
        return None

    async def measure():
        writers = await connect_all(gateway[1], count)
        resident = resident_megabytes(gateway[0])
        for writer in writers:
            writer.close()
        return resident

    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    return at_most(f"gateway, resident with {count:,} connections", asyncio.run(measure()), "MB", 100)


def rows(program):
    with setting() as setup:
        write_configuration(setup.directory / "config", setup.backend, setup.directory)
        gateway = setup.gateway(program)
        idle = resident_megabytes(gateway[0])
        peers = setup.peers()
        found = [*throughput_rows(setup, peers, gateway), latency_row(setup, peers, gateway)]
        found.append(at_most("gateway, resident when idle", idle, "MB", 40))
        found += [connections_row(setup.gateway(program)), start_row(setup, program)]
        return [found_row for found_row in found if found_row]


def soak_rows(program):
    """A certificate that rotates every second and a configuration that changes every two, under load."""
    count = int(os.environ.get("REQUESTS", "1000000"))
    with setting() as setup:
        folder, stop = setup.directory / "config", threading.Event()
        write_configuration(folder, setup.backend, setup.directory)
        # The folder names a file of its own, so that what rotates is the file.
        put(folder, "certificates/client/certificateInformation.json", json.dumps({"properties": {"path": str(setup.directory / "now.pem")}}))
        versions = [(setup.directory / f"{name}.pem").read_text() for name in ("client", "second")]
        put(setup.directory, "now.pem", versions[0])
        pid, port = setup.gateway(program)
        changes = 0

        def change():
            nonlocal changes
            while not stop.wait(1):
                changes += 1
                put(setup.directory, "now.pem", versions[changes % 2])
                if changes % 2 == 0:
                    header = f'<set-header name="X-Change" exists-action="override"><value>{changes}</value></set-header>'
                    write_api(folder, "plain", setup.backend, CERTIFICATE + header)

        changer = threading.Thread(target=change)
        changer.start()
        result = subprocess.run(
            ["taskset", "-c", "1", "h2load", "--h1", f"-n{count}", f"-c{CONNECTIONS}", "-t1", f"http://127.0.0.1:{port}/plain/items"],
            capture_output=True, text=True, check=True).stdout
        stop.set()
        changer.join()
        good = int(re.search(r"status codes: (\d+) 2xx", result).group(1))
        log = (setup.directory / "gateway.out").read_text(errors="replace")
        if good != count:
            # What failed and why: the load generator's account, and what the gateway has warned of.
            print(*(line for line in result.splitlines() if line.startswith(("requests:", "status codes:"))), sep="\n", file=sys.stderr)
            print(*[line for line in log.splitlines() if "detail=" in line][-20:], sep="\n", file=sys.stderr)
        name = f"gateway, failed of {count:,} requests, {changes} rotations, {log.count('reloaded')} reloads, {resident_megabytes(pid):.0f} MB"
        return [row(name, count - good, "requests", "the goal", 0, 1.0 if good == count else 0.0, "0", good == count)]
