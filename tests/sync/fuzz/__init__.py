"""The whole API, as it describes itself, asked at random as every role: no fault of ours, no answer undescribed.

``python -m tests.sync.fuzz 500`` asks so many times for each operation; the suite asks a few.
"""
