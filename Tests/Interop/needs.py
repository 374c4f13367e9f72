# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""What a test needs of the machine. Where it is missing the test is skipped with the reason; in CI that is a failure, for a
skipped test proves nothing."""
import os

import pytest


def require(missing, remedy):
    """Ends the test if something is missing, and names what to do."""
    if missing:
        text = f"missing: {', '.join(map(str, missing))}; {remedy}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(text)
