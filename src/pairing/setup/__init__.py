"""How a season comes to be: a built-in program, invented people, the people routed elsewhere.

Hands out season folders; solves nothing.
"""
