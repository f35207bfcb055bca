"""The gate's doors as real servers: one table of cases, the same answers."""

import pytest

pytest.register_assert_rewrite("tests.doors.harness")
