"""Runs as files, and the committee's record of them: run folders, the workbook, decisions, what is confirmed.

Knows words and files, no rules and no solver.
"""

from pairing.plans.comparison import Comparison
from pairing.runs.atomic_files import csv_bytes, file_names
from pairing.runs.candidates_file import candidate_table
from pairing.runs.confirmation import confirm
from pairing.runs.folder import find_run, publish, record, run_names
from pairing.runs.new_decisions import Decided, decide
from pairing.runs.read_cohorts import stored_cohorts, written_cohorts
from pairing.runs.read_pairs import changed_inputs, people_gone, stored_plan, written_pairs
from pairing.runs.standing_file import again, season_of_run, standing_file
from pairing.runs.timeline import compare, history
from pairing.runs.workbook_decisions import FromWorkbook, decide_from

__all__ = [
    "Comparison", "Decided", "FromWorkbook", "again", "candidate_table", "changed_inputs", "compare", "confirm",
    "csv_bytes", "decide", "decide_from", "file_names", "find_run", "history", "people_gone", "publish", "record",
    "run_names", "season_of_run", "standing_file", "stored_cohorts", "stored_plan", "written_cohorts",
    "written_pairs",
]  # fmt: skip
