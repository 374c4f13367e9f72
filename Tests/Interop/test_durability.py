# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""What was acknowledged survives `kill -9`; `make soak` does it a thousand times."""
import random
import sys

import signet_cli

sys.path.insert(0, str(signet_cli.ROOT / "scripts"))
import soak  # noqa: E402


def test_a_kill_loses_nothing_that_was_acknowledged():
    total, lost = soak.soak(signet_cli.PROGRAM, 8, random.Random(7))
    assert total > 20 and lost == []
