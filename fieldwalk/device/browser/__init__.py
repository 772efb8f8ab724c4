"""The phone as a browser: Python in a worker, everything else lent by assets/browser/ through one module."""
