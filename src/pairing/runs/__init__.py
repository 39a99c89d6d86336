"""Runs as files: CSV, workbook and run.json. Knows words, no rules."""

from pairing.report.candidates import candidate_table
from pairing.report.runs import find_run, publish, record, run_names
from pairing.report.safe import csv_bytes, file_names, write_whole
from pairing.report.standing import again, season_of_run, standing_file
from pairing.report.stored import changed_inputs, people_gone, stored_plan, written_pairs
from pairing.report.stored_cohorts import stored_cohorts, written_cohorts

__all__ = [
    "again",
    "candidate_table",
    "changed_inputs",
    "csv_bytes",
    "file_names",
    "find_run",
    "people_gone",
    "publish",
    "record",
    "run_names",
    "season_of_run",
    "standing_file",
    "stored_cohorts",
    "stored_plan",
    "write_whole",
    "written_cohorts",
    "written_pairs",
]  # fmt: skip
