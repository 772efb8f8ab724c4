"""The phone's half of the exchange: the journal (the one door for writes), the turn, the files."""
