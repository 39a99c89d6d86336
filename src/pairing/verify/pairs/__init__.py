"""What only plans of pairs need: their rules at work, goals, limits, network and certificate."""
