# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Apache on loopback, with the modules and directives that a test gives."""
import contextlib
import pathlib

import backend
import needs
import signet_cli

PROGRAM = pathlib.Path("/usr/sbin/apache2")
MODULES = pathlib.Path("/usr/lib/apache2/modules")

CONFIGURATION = """
ServerRoot {folder}
ServerName localhost:{port}
User www-data
Group www-data
Listen 127.0.0.1:{port}
PidFile {folder}/pid
StartServers 1
ErrorLog {folder}/error.log
DocumentRoot {folder}/site
{modules}
{directives}
"""


@contextlib.contextmanager
def running(folder, port, modules, directives):
    """Runs Apache in a folder where the user that it becomes may read; its files are below `site`. Gives the log of its errors."""
    modules = ["mpm_event", "authn_core", "authz_core", "dir", "headers", *modules]
    paths = {name: MODULES / f"mod_{name}.so" for name in modules}
    needs.require([path for path in (PROGRAM, *paths.values()) if not path.exists()],
                  "apt-get install apache2 libapache2-mod-auth-openidc")
    configuration = folder / "apache.conf"
    configuration.write_text(CONFIGURATION.format(
        folder=folder, port=port, directives=directives,
        modules="\n".join(f"LoadModule {name}_module {path}" for name, path in paths.items())))
    # How Apache itself ends is not what is tested.
    with signet_cli.running([PROGRAM, "-f", configuration, "-D", "FOREGROUND"], folder / "apache.log", expect_status=None):
        signet_cli.until(lambda: backend.accepts(port), f"Apache on {port}")
        yield folder / "error.log"
