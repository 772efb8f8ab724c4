"""A seeded simulation: many phones, one server, an unkind network, over the real code of the exchange.

`python -m tests.sync.simulation --seeds 10000` runs it; `python -m tests.sync.simulation.mutants` shows that it
would notice. The same seed gives the same story, for ever.
"""
