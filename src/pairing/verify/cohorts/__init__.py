"""What only plans of cohorts need: who suits whom, each cohort, waiting, exchanges, goals."""
