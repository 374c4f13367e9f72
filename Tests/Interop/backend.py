# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""nginx as the backend that demands a client certificate and says which one it saw."""
import contextlib
import pathlib
import signal
import socket

import certificates
import signet_cli

CONFIGURATION = """
daemon off; master_process off; worker_processes 1; pid {directory}/nginx.pid; error_log {directory}/error.log info;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000;
  client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {server}.crt; ssl_certificate_key {server}.key;
    ssl_client_certificate {trusted}; ssl_verify_client on; ssl_verify_depth 3;
    location / {{
      add_header X-Seen-Subject $ssl_client_s_dn always;
      add_header X-Seen-Fingerprint $ssl_client_fingerprint always;
      add_header X-Seen-Connection $connection always;
      add_header X-Seen-Uri $request_uri always;
      add_header X-Seen-Header "$http_x_set_by_policy" always;
      add_header X-Seen-Authorization "$http_authorization" always;
      return 200 "$ssl_client_fingerprint\\n";
    }}
  }}
}}
"""


class Backend:
    def __init__(self, port, certificate):
        self.url = f"https://localhost:{port}"
        self.certificate = certificate


def accepts(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def nginx(directory, trusted):
    """Runs nginx on loopback; it accepts client certificates signed by, or equal to, those in `trusted`."""
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    server = certificates.self_signed(directory, "server", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    bundle = directory / "trusted.crt"
    bundle.write_bytes(b"".join(pathlib.Path(path).read_bytes() for path in trusted))
    port = signet_cli.free_port()
    configuration = directory / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(
        directory=directory, port=port, server=server.with_suffix(""), trusted=bundle))
    with signet_cli.running(["nginx", "-p", directory, "-c", configuration], directory / "nginx.log", stop=signal.SIGTERM):
        signet_cli.until(lambda: accepts(port), f"nginx on {port}")
        yield Backend(port, server.with_suffix(".crt"))
