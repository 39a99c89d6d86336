"""For analysts: many settings of one season, what its weights decide, and weights learned from people's choices.

Each is asked from outside and nothing below knows of it; its tests are a tier of their own.
"""
