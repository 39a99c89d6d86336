"""A small program of mentees and mentors as a TOML file, for tests of what else such a file may say."""

from __future__ import annotations

PROGRAM = """
schema = 1
name   = "Small"
kind   = "pairs"
source = "a test"

[left]
label = "mentee"
table = "mentees"

[right]
label = "mentor"
table = "mentors"

[[criterion]]
name   = "same region"
kind   = "same"
column = "region"
weight = 1

[[goal]]
kind = "placed"
"""
"""Text may be put before it (keys at the top) and after it (further tables)."""
